/**
 * What is said of an error that nobody caught: its class and the places in the code. Never its message: it may hold
 * somebody's words, an id or a path (a parser quotes what it could not read).
 */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something that is no error'
  const { stack = '', message, name } = error
  const head = stack.indexOf(message)
  const below = message === '' || head === -1 ? stack : stack.slice(head + message.length)
  const frames = below.split('\n').flatMap((line) => FRAME.exec(line)?.slice(1, 3) ?? [])
  const places = frames.slice(0, MOST_PLACES).map((place) => `    at ${place}`)
  return [/^\w{1,40}$/u.test(name) ? name : 'Error', ...places].join('\n')
}

/** A line of V8's stack traces: from the last folder of ours, or of a package, to line and column. */
const FRAME = /^ {4}at .*?((?:core|cli|electron|web|node_modules|node:)[/\w.@-]*:\d+:\d+)\)?$/u
const MOST_PLACES = 12

/** Ends the process on an error that nobody caught, and says only where: what Node would print has the error's own words. */
export function keepLastWords(write: (text: string) => void): void {
  process.on('uncaughtException', (error) => {
    write(`Muster broke down. What was saved is safe. Start it again.\n${traceOf(error)}\n`)
    process.exit(1)
  })
}
