import { Copy, FileSearch } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'

import type { MeshError } from '../../../core/shared/errors.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Loading } from '../../components/Loading.tsx'
import { Card, Section } from '../../components/Screen.tsx'
import { asMeshError } from '../../engine/engine-client.ts'
import { useEngine } from '../../engine/engine-context.tsx'
import { CopyButton } from '../../forms/CopyButton.tsx'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { useMembers } from '../use-members.ts'
import styles from '../people.module.css'
import { lookUp, type Held } from './look-up.ts'
import { useHeldParts, type HeldPart } from './use-held-parts.ts'

type State =
  | { readonly step: 'idle' }
  | { readonly step: 'looking'; readonly done: number; readonly total: number }
  | { readonly step: 'found'; readonly held: Held; readonly at: number }
  | { readonly step: 'failed'; readonly error: MeshError }

/** "What do we hold on me?": one press, one page, and a copy to take along (product.md, requirement 18). */
export function WhatWeHold() {
  const t = useT()
  const engine = useEngine()
  const { network } = useNetwork()
  const [state, setState] = useState<State>({ step: 'idle' })
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])

  const look = async (): Promise<void> => {
    stop.current?.abort()
    const { signal } = (stop.current = new AbortController())
    setState({ step: 'looking', done: 0, total: 0 })
    try {
      const onProgress = (done: number, total: number): void => setState({ step: 'looking', done, total })
      const held = await lookUp(engine, { network: network.id, person: network.person, signal, onProgress })
      setState({ step: 'found', held, at: Date.now() })
    } catch (thrown) {
      if (!signal.aborted) setState({ step: 'failed', error: asMeshError(thrown) })
    }
  }
  const ask = (
    <Button icon={FileSearch} onPress={() => void look()} isPending={state.step === 'looking'}>
      {state.step === 'found' ? t('mine.hold.again') : t('mine.hold.show')}
    </Button>
  )
  return (
    <Section title={t('mine.hold')} actions={ask}>
      {state.step === 'idle' && <Quiet>{t('mine.hold.text')}</Quiet>}
      {state.step === 'looking' && <Loading text={t('mine.hold.looking', { count: state.done, total: state.total })} />}
      {state.step === 'failed' && <ErrorNotice error={state.error} />}
      {state.step === 'found' && <Found held={state.held} at={state.at} />}
    </Section>
  )
}

function Found({ held, at }: { held: Held; at: number }) {
  const t = useT()
  const formats = useFormats()
  const members = useMembers()
  const parts = useHeldParts(held, members)
  const title = t('mine.hold.title')
  const as = t('mine.hold.at', { when: formats.moment(at) })
  return (
    <Card>
      <div className={styles['held']} data-testid="held">
        <Quiet>{as}</Quiet>
        {parts.length === 0 && <p>{t('mine.hold.nothing')}</p>}
        {parts.map((part) => (
          <div key={part.title}>
            <h3>{part.title}</h3>
            <ul>
              {part.lines.map((line, index) => (
                // Two lines may say the same; they never change places.
                <li key={index}>{line}</li>
              ))}
            </ul>
          </div>
        ))}
        <Quiet>{t('mine.hold.rights')}</Quiet>
        <div>
          <CopyButton
            text={asText([title, as], parts)}
            icon={Copy}
            copied={t('action.copied')}
            failed={t('meeting.code.failed')}
          >
            {t('mine.hold.copy')}
          </CopyButton>
        </div>
      </div>
    </Card>
  )
}

function asText(head: readonly string[], parts: readonly HeldPart[]): string {
  const blocks = parts.map(({ title, lines }) => [title, ...lines.map((line) => `- ${line}`)].join('\n'))
  return [head.join('\n'), ...blocks].join('\n\n')
}
