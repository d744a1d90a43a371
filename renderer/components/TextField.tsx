import { CircleAlert, Eye, EyeOff } from 'lucide-react'
import { useState, type ReactNode, type Ref } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'

import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Button } from './Button.tsx'
import styles from './fields.module.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'children' | 'className' | 'style' | 'ref'> {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong with what was typed; shown in place of the hint and read out. */
  error?: string
  placeholder?: string
  /** Says "optional" beside the label. */
  optional?: boolean
  /** Most characters that fit. What is beyond stays in the field and is told: a field that cuts what was pasted loses it unseen. */
  maxLength?: number
  /** Shows how much of `maxLength` is used. */
  counted?: boolean
  /** Several lines, this many shown. */
  rows?: number
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>
}

/** One line, several (`rows`) or a password with a button that shows it. What people write sets its own direction. */
export function TextField({
  label,
  hint,
  error,
  placeholder,
  optional,
  rows,
  inputRef,
  type,
  maxLength,
  counted = false,
  ...props
}: TextFieldProps) {
  const t = useT()
  const formats = useFormats()
  const tooLong = useTooLong(props.value, maxLength)
  const wrong = error ?? tooLong
  const [shown, setShown] = useState(false)
  const isPassword = type === 'password'
  // A password lies beside its button: the field keeps the page's direction, what is typed has its own.
  const direction = isPassword
    ? { className: `${styles['input']} ${styles['secret']}` }
    : { className: styles['input'], dir: 'auto' }
  const common = { ...direction, placeholder, ref: inputRef }
  return (
    <AriaTextField
      {...props}
      type={isPassword && shown ? 'text' : type}
      isInvalid={wrong !== undefined}
      className={styles['field']}
    >
      <Label className={styles['label']}>
        {label} {optional === true && <span className={styles['optional']}>({t('field.optional')})</span>}
      </Label>
      {hint !== undefined && (
        <Text slot="description" className={styles['hint']}>
          {hint}
        </Text>
      )}
      {rows === undefined ? (
        <span className={styles['inputRow']}>
          <Input {...common} style={isPassword ? undefined : { paddingInlineEnd: '12px' }} />
          {isPassword && (
            <span className={styles['inInput']}>
              <Button
                look="quiet"
                iconOnly
                icon={shown ? EyeOff : Eye}
                aria-label={shown ? t('action.hide') : t('action.show')}
                onPress={() => setShown(!shown)}
              />
            </span>
          )}
        </span>
      ) : (
        <TextArea {...common} rows={rows} className={`${styles['input']} ${styles['area']}`} />
      )}
      {counted && maxLength !== undefined && (
        <span className={styles['hint']}>
          {t('field.count', { used: formats.number(props.value?.length ?? 0), max: formats.number(maxLength) })}
        </span>
      )}
      <FieldError className={styles['error']}>
        <CircleAlert aria-hidden size={18} />
        {wrong}
      </FieldError>
    </AriaTextField>
  )
}

/** What a field says that holds more than fits; undefined while all of it does. */
export function useTooLong(text: string | undefined, max: number | undefined): string | undefined {
  const t = useT()
  const formats = useFormats()
  if (text === undefined || max === undefined || text.length <= max) return undefined
  return t('field.too-long', { max: formats.number(max), count: formats.number(text.length - max) })
}
