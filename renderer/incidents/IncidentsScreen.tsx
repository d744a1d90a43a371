import { Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'

export function IncidentsScreen(_props: { onReport(): void }) {
  const t = useT()
  return <Screen title={t('nav.incidents')}>{undefined}</Screen>
}
