import { PLACE_PRECISIONS, type PlacePrecision } from '../../core/domain/records/words.ts'
import { Select } from '../components/Select.tsx'
import { TextField } from '../components/TextField.tsx'
import { useT } from '../i18n/i18n-context.tsx'

export interface PlaceInput {
  readonly label: string
  readonly precision: PlacePrecision
}

/** A place and how closely it may be told; what is too close is cut off before it is stored. */
export function PlaceFields({ place, onChange }: { place: PlaceInput; onChange: (place: PlaceInput) => void }) {
  const t = useT()
  return (
    <>
      <TextField
        label={t('report.place')}
        hint={t('report.place.hint')}
        maxLength={200}
        autoComplete="off"
        value={place.label}
        onChange={(label) => onChange({ ...place, label })}
      />
      <Select
        label={t('report.precision')}
        hint={t(`report.precision.${place.precision}`)}
        options={PLACE_PRECISIONS.map((value) => ({ value, label: t(`precision.${value}`) }))}
        value={place.precision}
        onChange={(precision) => onChange({ ...place, precision })}
      />
    </>
  )
}

/** As the record takes it: nothing where nothing was said. */
export function placeValue({ label, precision }: PlaceInput): { label: string; precision: PlacePrecision } | undefined {
  const trimmed = label.trim()
  return trimmed === '' ? undefined : { label: trimmed, precision }
}
