/**
 * Calls `onGone` once when the launcher that started this process has died, also by SIGKILL, which it cannot pass on.
 * Does nothing in a process that has no launcher, and never keeps the process alive.
 */
export function followLauncher(onGone: () => void): void {
  if (process.channel === undefined || process.channel === null) return
  process.once('disconnect', onGone)
  process.channel.unref() // a listener for 'disconnect' has just referenced it
}
