/** Name of a backup made on that day, milliseconds: it tells nothing of whom it is. */
export function backupName(at: number): string {
  const day = new Date(at)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `muster-${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}.muster-backup`
}

/** A file in a folder of this computer, whichever way its system writes folders. */
export function inFolder(folder: string, name: string): string {
  const separator = folder.includes('\\') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}

/** The last part of a path. */
export function fileName(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file
}
