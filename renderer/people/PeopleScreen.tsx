import { Screen } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'

export function PeopleScreen() {
  const t = useT()
  return <Screen title={t('nav.people')}>{undefined}</Screen>
}
