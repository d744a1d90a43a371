export function FirstNetwork(_props: { onEntered(id: string): void }) {
  return undefined
}
