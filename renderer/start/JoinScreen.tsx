import { Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'

export function JoinScreen() {
  const t = useT()
  return <Screen title={t('network.join')}>{undefined}</Screen>
}
