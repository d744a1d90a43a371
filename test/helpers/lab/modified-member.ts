import path from 'node:path'

import type { Json, Write } from '../../../core/domain/write.ts'
import { changedBy } from './laptop.ts'

/** Environment of a Muster that signs and sends on whatever `writes` it is given: a member who has changed their copy. */
export const MODIFIED = changedBy(path.resolve(import.meta.dirname, '../../e2e/hostile/modified-member.mjs'))

type Bag = { readonly [name: string]: unknown }

/** What stands in an alert that is written by hand; each part replaces what a plain one has. */
export interface ForgedAlert {
  readonly about?: readonly [kind: string, id: string]
  readonly references?: unknown
  /** Of its one version, `v1`; stored form. */
  readonly version?: Bag
  /** Of its one sending, `s1`; stored form. Null: none. */
  readonly sending?: Bag | null
  /** Further entries, by `field/id`. */
  readonly entries?: { readonly [place: string]: unknown }
}

/** Writes of an alert that was sent as its author likes, with the entries of its logs as they are stored. */
export function forgedAlert(by: string, incident: string, given: ForgedAlert = {}): Write[] {
  const stamp = { by, at: Date.now(), after: [] }
  const version = {
    status: 'Actual',
    kind: 'supplies',
    audience: ['network', null],
    headline: 'Everybody to the bridge',
    minutes: 120,
    need: {},
    ...stamp,
    ...given.version,
  }
  const sending = {
    version: 'v1',
    verified: 'unverified',
    reach: 'own',
    to: [],
    escalation: [3, 7, 15],
    ...stamp,
    ...given.sending,
  }
  const fields = {
    createdAt: stamp.at,
    createdBy: by,
    about: given.about ?? ['incident', incident],
    ...(given.references === undefined ? {} : { references: given.references }),
  }
  const entries = {
    'versions/v1': version,
    ...(given.sending === null ? {} : { 'sendings/s1': sending }),
    ...given.entries,
  }
  return [
    ...Object.entries(fields).map(([name, value]) => put([name], value)),
    ...Object.entries(entries).map(([place, value]) => put(place.split('/'), value)),
  ]
}

/** One write of any value at any place. */
export function put(at: readonly string[], value: unknown): Write {
  return { op: 'put', path: at, value: value as Json }
}
