import { Split } from 'lucide-react'

import type { PlacePrecision } from '../../core/domain/records/words.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Notice } from '../components/Notice.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { useCommand } from '../engine/use-command.ts'
import { T, useFormats, useT } from '../i18n/i18n-context.tsx'
import type { Formats } from '../i18n/formats.ts'
import type { Translate } from '../i18n/translator.ts'
import type { FieldConflict, Incident } from '../incidents/incident-record.ts'
import styles from './Incident.module.css'

/** "Ana wrote X, Lee wrote Y. Keep which?" for the fields where the last writer would win (product.md, "Rules", 7). */
export function Conflicts({ incident }: { incident: Incident }) {
  const known = (incident.conflicts ?? []).filter(({ field }) => field === 'place' || field === 'onset')
  return known.map((conflict) => <Conflict key={conflict.field} incident={incident.id} conflict={conflict} />)
}

function Conflict({ incident, conflict }: { incident: string; conflict: FieldConflict }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const edit = useCommand('record:edit')
  const field = conflict.field === 'place' ? 'place' : 'onset'
  const keep = (value: unknown): void =>
    void edit.run({ network: network.id, kind: 'incident', id: incident, patch: { [field]: inputOf(field, value) } })
  return (
    <Notice look="wait" icon={Split} title={t('incident.conflict', { field: t(`incident.${field}`) })}>
      <p>{t('incident.conflict.which')}</p>
      <ul className={styles['versions']}>
        {conflict.values.map((value, at) => (
          <li key={at}>
            <span className={styles['itemWords']}>
              <span className={styles['fine']}>
                <T id="incident.conflict.wrote" values={{ name: <PersonName name={conflict.authors?.[at]?.name} /> }} />
              </span>
              <bdi>{wordsOf(field, value, { t, formats }) ?? t('incident.conflict.empty')}</bdi>
            </span>
            <Button isDisabled={edit.pending} onPress={() => keep(value)}>
              {t('incident.conflict.keep')}
            </Button>
          </li>
        ))}
      </ul>
      <ErrorNotice error={edit.failure} />
    </Notice>
  )
}

/** Stored tuples: [label, precision, plus code] of a place, [time, precision] of a moment. Untrusted: anything else is nothing. */
function wordsOf(
  field: 'place' | 'onset',
  value: unknown,
  { t, formats }: { t: Translate; formats: Formats },
): string | undefined {
  if (!Array.isArray(value)) return undefined
  const [first, second] = value as unknown[]
  if (field === 'onset') return typeof first === 'number' ? formats.moment(first) : undefined
  const label = typeof first === 'string' ? first : t('incident.place.withheld')
  return isPrecision(second) ? `${label} (${t(`precision.${second}`)})` : label
}

function inputOf(field: 'place' | 'onset', value: unknown): object | null {
  if (!Array.isArray(value)) return null
  const [first, second, third] = value as unknown[]
  return field === 'onset'
    ? { at: first, precision: second }
    : { label: first, precision: second, plusCode: field === 'place' ? (third ?? null) : null }
}

function isPrecision(value: unknown): value is PlacePrecision {
  return value === 'exact' || value === 'block' || value === 'area' || value === 'withheld'
}
