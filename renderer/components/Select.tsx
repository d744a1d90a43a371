import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'

import { useT } from '../i18n/i18n-context.tsx'
import styles from './fields.module.css'

export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
}

export interface SelectProps<Value extends string> {
  label: ReactNode
  hint?: ReactNode
  options: readonly Option<Value>[]
  value: NoInfer<Value> | undefined
  onChange: (value: NoInfer<Value>) => void
  optional?: boolean
  placeholder?: string
}

/** One of a closed list. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, hint, options, value, onChange, optional, placeholder } = props
  const t = useT()
  return (
    <AriaSelect
      className={styles['field']}
      value={value ?? null}
      onChange={(key) => onChange(key as Value)}
      placeholder={placeholder ?? t('field.choose')}
    >
      <Label className={styles['label']}>
        {label} {optional === true && <span className={styles['optional']}>({t('field.optional')})</span>}
      </Label>
      {hint !== undefined && (
        <Text slot="description" className={styles['hint']}>
          {hint}
        </Text>
      )}
      <Button className={styles['select']}>
        <SelectValue />
        <ChevronDown aria-hidden size={18} />
      </Button>
      <Popover offset={4}>
        <ListBox className={styles['options']}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className={styles['option']}>
              {({ isSelected }) => (
                <>
                  <bdi>{option.label}</bdi>
                  {isSelected && <Check aria-hidden size={18} className={styles['check']} />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
