import { useState } from 'react'
import { useLocation } from 'wouter'

import type { MeshError } from '../../../core/shared/errors.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { useEngine } from '../../engine/engine-context.tsx'
import { useCommand } from '../../engine/use-command.ts'
import type { Alert } from '../alert-record.ts'
import { alertBody, draftOf, EMPTY_DRAFT, wrongFields, type AlertDraft } from './alert-draft.ts'

/** A call that is written anew, a draft that is changed, or what takes the place of a call that was sent. */
export type Composed =
  | {
      readonly how: 'new'
      readonly about: { readonly kind: 'incident' | 'plan'; readonly id: string }
      readonly area?: string
    }
  | { readonly how: 'edit' | 'update'; readonly alert: Alert }

export interface Composing {
  readonly draft: AlertDraft
  change: (fields: Partial<AlertDraft>) => void
  /** `write`: the fields; `check`: all of it once more, before it goes anywhere. */
  readonly step: 'write' | 'check'
  /** Somebody tried to go on: what is missing is told. */
  readonly checked: boolean
  /** To the second step, where nothing is missing. */
  review: () => void
  back: () => void
  /** Keeps it as a draft that all members see. */
  save: () => Promise<void>
  /** Keeps it, says "act now" for this person where that is asked for, and sends it where nothing stands against that. */
  send: (options: { readonly actNow: boolean }) => Promise<void>
  readonly pending: boolean
  readonly failure: MeshError | undefined
}

/** The two steps of writing a call, and what is done with it at their end. */
export function useCompose(composed: Composed, onDone: () => void): Composing {
  const engine = useEngine()
  const [, navigate] = useLocation()
  const network = useNetwork().network.id
  const add = useCommand('record:add')
  const edit = useCommand('record:edit')
  const update = useCommand('alert:update')
  const [draft, setDraft] = useState(() => startOf(composed))
  const [checked, setChecked] = useState(false)
  const [step, setStep] = useState<'write' | 'check'>('write')
  const [finishing, setFinishing] = useState(false)
  const isWhole = (): boolean => {
    setChecked(true)
    return wrongFields(draft).size === 0
  }
  const make = async (): Promise<string | undefined> => {
    const body = alertBody(draft)
    if (composed.how === 'update') return (await update.run({ network, id: composed.alert.id, patch: body }))?.id
    if (composed.how === 'new')
      return (await add.run({ network, kind: 'alert', records: [{ ...body, about: composed.about }] }))?.ids[0]
    const { id } = composed.alert
    return (await edit.run({ network, kind: 'alert', id, patch: body })) === undefined ? undefined : id
  }
  const finish = async (then: (id: string) => Promise<void>): Promise<void> => {
    if (!isWhole() || finishing) return
    setFinishing(true)
    const id = await make()
    // What stands against it is told on the draft's screen
    if (id !== undefined) await then(id).catch(() => undefined)
    setFinishing(false)
    if (id === undefined) return
    if (composed.how === 'new') setDraft(startOf(composed))
    setChecked(false)
    setStep('write')
    onDone()
    navigate(`/alerts/${id}`)
  }
  return {
    draft,
    change: (fields) => setDraft((present) => ({ ...present, ...fields })),
    step,
    checked,
    review: () => isWhole() && setStep('check'),
    back: () => setStep('write'),
    save: () => finish(async () => undefined),
    send: ({ actNow }) =>
      finish(async (id) => {
        if (actNow) await engine.run('alert:confirm', { network, id, what: 'unverified' })
        await engine.run('alert:send', { network, id })
      }),
    pending: finishing,
    failure: add.failure ?? edit.failure ?? update.failure,
  }
}

function startOf(composed: Composed): AlertDraft {
  return composed.how === 'new' ? { ...EMPTY_DRAFT, area: composed.area ?? '' } : draftOf(composed.alert)
}
