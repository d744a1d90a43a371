import { CircleAlert } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

import { CoText, type CoTextParts } from '../engine/co-text.ts'
import styles from './fields.module.css'
import { useTooLong } from './TextField.tsx'

export interface CoTextFieldProps {
  label: ReactNode
  /** As the engine has it now. */
  text: string
  save: CoTextParts['save']
  /** Longest text that is stored. What is beyond stays in the field and is told. */
  max: number
  rows?: number
  autoFocus?: boolean
  onTyped?: (text: string) => void
  /** Somebody else's words came in while this person was writing. */
  onMerged?: () => void
}

/** A text that several people write at once: others' words appear around the cursor, which stays where it is. */
export function CoTextField({ label, text, save, max, rows = 8, autoFocus, onTyped, onMerged }: CoTextFieldProps) {
  const id = useId()
  // Later texts come by `told`: React must not put them into the field a second time.
  const [initial] = useState(text)
  const area = useRef<HTMLTextAreaElement>(null)
  const latest = useRef({ save, onMerged })
  const co = useRef<CoText>(undefined)
  // Only what is too long is kept here: the field itself holds the text.
  const [excess, setExcess] = useState<string>()
  const wrong = useTooLong(excess, max)
  useEffect(() => {
    latest.current = { save, onMerged }
  })
  co.current ??= new CoText(
    {
      start: text,
      max,
      save: (change) => latest.current.save(change),
      after: (delayMs, task) => void setTimeout(task, delayMs),
    },
    (splices) => {
      for (const { index, remove, insert } of splices)
        area.current?.setRangeText(insert, index, index + remove, 'preserve')
      latest.current.onMerged?.()
    },
  )
  useEffect(() => co.current?.told(text), [text])
  // What was typed last is stored when the field goes away.
  useEffect(() => () => void co.current?.flush(), [])
  // A plain element: one that React keeps a value for would be written over, and the cursor sent to its end.
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      <textarea
        ref={area}
        id={id}
        rows={rows}
        dir="auto"
        autoFocus={autoFocus}
        defaultValue={initial}
        className={`${styles['input']} ${styles['area']}`}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-wrong`}
        onInput={({ currentTarget }) => {
          co.current?.typed(currentTarget.value)
          setExcess(currentTarget.value.length > max ? currentTarget.value : undefined)
          onTyped?.(currentTarget.value)
        }}
        onCompositionStart={() => co.current?.hold(true)}
        onCompositionEnd={() => co.current?.hold(false)}
        onBlur={() => void co.current?.flush()}
      />
      <span id={`${id}-wrong`} role="alert" className={styles['error']}>
        {wrong !== undefined && <CircleAlert aria-hidden size={18} />}
        {wrong}
      </span>
    </div>
  )
}
