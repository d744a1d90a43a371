import type { ReactNode } from 'react'
import { Label } from 'react-aria-components/Label'
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup'
import { Text } from 'react-aria-components/Text'

import { useT } from '../i18n/i18n-context.tsx'
import styles from './fields.module.css'
import type { Option } from './Select.tsx'

export interface ChoicesProps<Value extends string> {
  label: ReactNode
  hint?: ReactNode
  options: readonly Option<Value>[]
  value: NoInfer<Value> | undefined
  onChange: (value: NoInfer<Value>) => void
  optional?: boolean
}

/** One of a few, all of them in sight; arrow keys move between them. */
export function Choices<Value extends string>(props: ChoicesProps<Value>) {
  const { label, hint, options, value, onChange, optional } = props
  const t = useT()
  return (
    <RadioGroup className={styles['field']} value={value ?? null} onChange={(key) => onChange(key as Value)}>
      <Label className={styles['label']}>
        {label} {optional === true && <span className={styles['optional']}>({t('field.optional')})</span>}
      </Label>
      {hint !== undefined && (
        <Text slot="description" className={styles['hint']}>
          {hint}
        </Text>
      )}
      <div className={styles['choices']}>
        {options.map((option) => (
          <RadioField key={option.value} value={option.value}>
            <RadioButton className={styles['choice'] ?? ''}>{option.label}</RadioButton>
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  )
}
