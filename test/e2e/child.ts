import type { ChildProcess } from 'node:child_process'

const END_MS = 10_000

/** Waits for a child that was asked to end, and kills it when it does not. */
export async function untilEnded(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const kill = setTimeout(() => child.kill('SIGKILL'), END_MS)
  await new Promise((ended) => child.once('exit', ended))
  clearTimeout(kill)
}

/** Chromium's arguments for a camera that plays a file. The small Chromium has nobody to ask, so the person's answer is settled here. */
export function cameraArgs(camera: string | undefined, refused = false): string[] {
  if (camera === undefined) return []
  return [
    `--use-fake-ui-for-media-stream${refused ? '=deny' : ''}`,
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${camera}`,
  ]
}
