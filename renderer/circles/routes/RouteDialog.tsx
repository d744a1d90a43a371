import { Plus } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/TextField.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import styles from '../circles.module.css'
import type { Route } from '../network-record.ts'
import { FRESH_WINDOW, routeDraftOf, routeInput, routeMistakes, type WindowDraft } from './route-draft.ts'
import { WindowFields } from './WindowFields.tsx'

/** Windows that a route may have. */
const MOST_WINDOWS = 20

/** A new route, or one that exists: places by name, and when it is taken. */
export function RouteDialog({
  circle,
  route,
  keptDays,
  onClose,
}: {
  circle: string
  route?: Route
  keptDays: number
  onClose: () => void
}) {
  const t = useT()
  const { network } = useNetwork()
  const { act, pending, failure } = useAct('network', network.id)
  const [stored] = useState(() => (route === undefined ? undefined : routeDraftOf(route)))
  const [draft, setDraft] = useState(() => routeDraftOf(route))
  const [now] = useState(() => Date.now())
  const [isTried, setTried] = useState(false)
  const mistakes = routeMistakes(draft, { now, keptDays, ...(stored !== undefined && { stored }) })
  const shown = isTried ? mistakes : undefined
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part })
  const setWindow = (at: number, window: WindowDraft | undefined): void =>
    change({ windows: draft.windows.flatMap((one, index) => (index === at ? (window ?? []) : one)) })
  const save = async (): Promise<void> => {
    setTried(true)
    if (mistakes !== undefined) return
    const input = { circle, ...routeInput(draft, stored) }
    const done =
      route === undefined ? await act('addRoute', input) : await act('editRoute', { ...input, route: route.id })
    if (done) onClose()
  }
  return (
    <FormDialog
      title={route === undefined ? t('route.add') : t('route.edit.title')}
      submit={route === undefined ? t('action.add') : t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <TextField
        label={t('route.name')}
        placeholder={t('route.name.example')}
        value={draft.name}
        onChange={(name) => change({ name })}
        maxLength={200}
        error={shown?.name === true ? t('field.required') : undefined}
        autoFocus
      />
      <TextField
        label={t('route.places')}
        hint={t('route.places.hint')}
        rows={2}
        value={draft.places}
        onChange={(places) => change({ places })}
        maxLength={2000}
        optional
      />
      {draft.windows.map((window, at) => (
        <WindowFields
          key={at}
          number={at + 1}
          window={window}
          mistake={mistakes?.windows[at]}
          onChange={(changed) => setWindow(at, changed)}
          onRemove={() => setWindow(at, undefined)}
        />
      ))}
      {draft.windows.length < MOST_WINDOWS && (
        <div className={styles['buttons']}>
          <Button icon={Plus} onPress={() => change({ windows: [...draft.windows, FRESH_WINDOW] })}>
            {t('route.window.add')}
          </Button>
        </div>
      )}
      <TextField
        label={t('route.expires')}
        hint={t('route.expires.hint', { count: keptDays })}
        type="date"
        value={draft.until}
        onChange={(until) => change({ until })}
        error={
          mistakes?.until === 'past'
            ? t('route.expires.past')
            : mistakes?.until === 'late'
              ? t('route.expires.late', { count: keptDays })
              : undefined
        }
        optional
      />
    </FormDialog>
  )
}
