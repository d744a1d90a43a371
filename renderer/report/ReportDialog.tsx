export function ReportDialog(_props: { isOpen: boolean; onClose(): void }) {
  return undefined
}
