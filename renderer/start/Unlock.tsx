export function Unlock() {
  return undefined
}
