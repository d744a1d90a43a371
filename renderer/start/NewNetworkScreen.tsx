import { Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'

export function NewNetworkScreen() {
  const t = useT()
  return <Screen title={t('network.new')}>{undefined}</Screen>
}
