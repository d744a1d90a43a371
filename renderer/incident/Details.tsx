import { PencilLine } from 'lucide-react'
import { useState } from 'react'

import { INCIDENT_KINDS, SEVERITIES, SOURCES, URGENCIES } from '../../core/domain/records/words.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Select } from '../components/Select.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { FormDialog } from '../forms/FormDialog.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Incident } from '../incidents/incident-record.ts'
import { PlaceFields, placeValue } from '../report/PlaceFields.tsx'
import styles from './Incident.module.css'
import { Panel } from './Panel.tsx'

/** Where, since when, how bad: each may be missing. */
export function Details({ incident }: { incident: Incident }) {
  const t = useT()
  const [editing, setEditing] = useState(false)
  const { kind, place, onset, urgency, severity } = incident
  return (
    <Panel
      title={t('incident.details')}
      actions={
        <Button look="quiet" icon={PencilLine} aria-label={t('incident.details.edit')} onPress={() => setEditing(true)}>
          {t('action.edit')}
        </Button>
      }
    >
      <dl className={styles['facts']}>
        <dt>{t('incident.kind')}</dt>
        <dd>{kind === null ? t('field.none') : t(`incident-kind.${kind}`)}</dd>
        <dt>{t('incident.place')}</dt>
        <dd>
          {place === null ? (
            t('field.none')
          ) : (
            <>
              {place.label !== null && <bdi>{place.label}</bdi>}{' '}
              <span className={styles['fine']}>{t(`precision.${place.precision}`)}</span>
            </>
          )}
        </dd>
        <dt>{t('incident.onset')}</dt>
        <dd>{onset === null ? t('field.none') : <TimeText at={onset.at} as="moment" />}</dd>
        <dt>{t('incident.urgency')}</dt>
        <dd>{urgency === null ? t('field.none') : t(`urgency.${urgency}`)}</dd>
        <dt>{t('incident.severity')}</dt>
        <dd>{severity === null ? t('field.none') : t(`severity.${severity}`)}</dd>
      </dl>
      {editing && <EditDetails incident={incident} onClose={() => setEditing(false)} />}
    </Panel>
  )
}

function EditDetails({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const edit = useCommand('record:edit')
  const [kind, setKind] = useState(incident.kind ?? undefined)
  const [source, setSource] = useState(incident.source ?? undefined)
  const [urgency, setUrgency] = useState(incident.urgency ?? undefined)
  const [severity, setSeverity] = useState(incident.severity ?? undefined)
  const [place, setPlace] = useState({
    label: incident.place?.label ?? '',
    precision: incident.place?.precision ?? ('block' as const),
  })
  const submit = async (): Promise<void> => {
    const where = place.precision === 'withheld' ? { precision: 'withheld' } : (placeValue(place) ?? null)
    const patch = { kind, source, urgency, severity, place: where }
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    if ((await edit.run({ network: network.id, kind: 'incident', id: incident.id, patch: given })) !== undefined)
      onClose()
  }
  return (
    <FormDialog
      title={t('incident.details.edit')}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={t('action.save')}
      pending={edit.pending}
      failure={edit.failure}
    >
      <Select
        label={t('incident.kind')}
        options={INCIDENT_KINDS.map((value) => ({ value, label: t(`incident-kind.${value}`) }))}
        value={kind}
        onChange={setKind}
      />
      <Select
        label={t('report.source')}
        options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
        value={source}
        onChange={setSource}
      />
      <PlaceFields place={place} onChange={setPlace} />
      <Select
        label={t('incident.urgency')}
        options={URGENCIES.map((value) => ({ value, label: t(`urgency.${value}`) }))}
        value={urgency}
        onChange={setUrgency}
      />
      <Select
        label={t('incident.severity')}
        options={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={severity}
        onChange={setSeverity}
      />
    </FormDialog>
  )
}
