import { useState } from 'react'

import { Choices } from '../../components/Choices.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { given, wholeNumber } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { Plan } from '../plan-view.ts'

const isBad = (text: string): boolean => text.trim() !== '' && wholeNumber(text) === undefined

export function SupplyDialog({ plan, onClose }: { plan: string; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan)
  const [name, setName] = useState('')
  const [unit, setUnit] = useState('')
  const [stock, setStock] = useState('')
  const [wanted, setWanted] = useState('')
  const [isTried, setTried] = useState(false)
  const wrong = (text: string): string | undefined => (isBad(text) ? t('shift.number.wrong') : undefined)
  const add = async (): Promise<void> => {
    setTried(true)
    if (name.trim() === '' || isBad(stock) || isBad(wanted)) return
    const numbers = { wanted: wholeNumber(wanted) ?? null, stock: wholeNumber(stock) ?? 0 }
    if (await act('addSupply', { name, unit: given(unit) ?? null, ...numbers })) onClose()
  }
  return (
    <FormDialog
      title={t('supply.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <Columns>
        <TextField
          label={t('supply.name')}
          value={name}
          onChange={setName}
          maxLength={200}
          error={isTried && name.trim() === '' ? t('field.required') : undefined}
          autoFocus
        />
        <TextField
          label={t('supply.unit')}
          placeholder={t('supply.unit.example')}
          value={unit}
          onChange={setUnit}
          maxLength={30}
          optional
        />
        <TextField
          label={t('supply.stock')}
          inputMode="numeric"
          value={stock}
          onChange={setStock}
          error={wrong(stock)}
          optional
        />
        <TextField
          label={t('supply.wanted')}
          inputMode="numeric"
          value={wanted}
          onChange={setWanted}
          error={wrong(wanted)}
          optional
        />
      </Columns>
    </FormDialog>
  )
}

type Way = 'bring' | 'take'

/** Brings or takes a number at once. */
export function AmountDialog({
  plan,
  supply,
  onClose,
}: {
  plan: string
  supply: Plan['supplies'][number]
  onClose: () => void
}) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan)
  const [way, setWay] = useState<Way>('bring')
  const [count, setCount] = useState('')
  const [isTried, setTried] = useState(false)
  const amount = wholeNumber(count)
  const save = async (): Promise<void> => {
    setTried(true)
    if (amount === undefined) return
    if (await act('changeSupply', { supply: supply.id, by: way === 'bring' ? amount : -amount })) onClose()
  }
  return (
    <FormDialog
      title={t('supply.change.title')}
      submit={t('action.save')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void save()}
    >
      <p>
        <bdi>{supply.name}</bdi>
      </p>
      <Choices<Way>
        label={t('supply.change')}
        options={[
          { value: 'bring', label: t('supply.bring') },
          { value: 'take', label: t('supply.take') },
        ]}
        value={way}
        onChange={(value) => setWay(value)}
      />
      <TextField
        label={t('supply.change.by')}
        hint={t('supply.change.hint')}
        inputMode="numeric"
        value={count}
        onChange={setCount}
        error={isTried && amount === undefined ? t('shift.number.wrong') : undefined}
        autoFocus
      />
    </FormDialog>
  )
}
