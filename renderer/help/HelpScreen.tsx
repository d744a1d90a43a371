import { Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'

export function HelpScreen(_props: { topic?: string }) {
  const t = useT()
  return <Screen title={t('nav.help')}>{undefined}</Screen>
}
