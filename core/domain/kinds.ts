import { ALERT_FIELDS, type AlertRecord } from './records/alert/alert.ts'
import { presentAlert, type AlertView } from './records/alert/view.ts'
import { INITIAL_VERSION, isHidden, type BASE } from './records/common.ts'
import { CONTACT_FIELDS, presentContact, type ContactRecord, type ContactView } from './records/contact.ts'
import { INCIDENT_FIELDS, type IncidentRecord } from './records/incident.ts'
import { presentIncident, type IncidentView } from './records/incident-view.ts'
import { NOTE_FIELDS, presentNote, type NoteRecord, type NoteView } from './records/later/note.ts'
import { presentProposal, PROPOSAL_FIELDS, type ProposalRecord, type ProposalView } from './records/later/proposal.ts'
import { MEMBER_FIELDS, presentMember, type MemberRecord, type MemberView } from './records/member.ts'
import { NETWORK_FIELDS, presentNetwork, type NetworkRecord, type NetworkView } from './records/network.ts'
import { PLAN_FIELDS, presentPlan, type PlanRecord, type PlanView } from './records/plan.ts'
import type { Fields, ShownFields } from './shape/fields.ts'
import { initialOf } from './shape/initial.ts'
import { parseFields, type ParseResult } from './shape/parse.ts'
import { searchWords } from './shape/show.ts'
import { checkText, type TextSpan } from './text-check.ts'
import { cleanLabel, cutText, foldText } from './text/clean.ts'
import type { Json, Path } from './write.ts'

/** The kinds of record, each in documents of its own. */
export const RECORD_KINDS = ['network', 'member', 'contact', 'incident', 'alert', 'plan', 'proposal', 'note'] as const
export type RecordKind = (typeof RECORD_KINDS)[number]

/** What parsing and showing give for each kind. */
export interface KindTypes {
  network: { record: NetworkRecord; view: NetworkView }
  member: { record: MemberRecord; view: MemberView }
  contact: { record: ContactRecord; view: ContactView }
  incident: { record: IncidentRecord; view: IncidentView }
  alert: { record: AlertRecord; view: AlertView }
  plan: { record: PlanRecord; view: PlanView }
  proposal: { record: ProposalRecord; view: ProposalView }
  note: { record: NoteRecord; view: NoteView }
}

/** One line of a list. */
export interface Summary {
  /** Single line, at most 120 characters; may be empty. */
  readonly title: string
  /** The derived state, in the words of the kind's state machine; `active` or `archived` where it has none. */
  readonly state: string
  /** The record's own `kind` field, or null. */
  readonly kind: string | null
  /** Milliseconds; 0 when unknown. */
  readonly createdAt: number
  readonly updatedAt: number
  /** When it happens: onset of an incident, start of a plan. */
  readonly when: number | null
  readonly archived: boolean
  /** Flagged, and not yet cleared by two coordinators: to be shown to nobody else. */
  readonly hidden: boolean
}

/** Everything that the layers around the domain need to know of a kind of record. */
export interface KindSpec<K extends RecordKind> {
  readonly kind: K
  readonly fields: Fields
  /** Version of the initial structure. */
  readonly version: number
  /** The initial stored record: each call a fresh, equal value. */
  readonly initial: () => { readonly [key: string]: Json }
  /** The initial record, parsed: what creating edits run on. */
  readonly blank: () => KindTypes[K]['record']
  /** Paths of co-edited text: stored as text, changed by `splice` only. Everything else written is immutable. */
  readonly coEdited: readonly Path[]
  /** Last-writer-wins places whose conflicts are shown. A path to a map covers each of its keys. */
  readonly watched: readonly Path[]
  /** Total and strict: see `parseFields`. What is given and what comes out is not to be written to. */
  readonly parse: (raw: unknown) => ParseResult<KindTypes[K]['record']>
  /** The plain record shown to people; its `id` is the caller's to add. */
  readonly present: (record: KindTypes[K]['record'], options: { now: number }) => KindTypes[K]['view']
  /** Folded words to search in; fold the query by `foldText`. */
  readonly searchText: (view: KindTypes[K]['view']) => string
  /** What in its co-edited text could identify somebody: a notice where it is shown, a bar to alerts, exports and shares. */
  readonly identifying: (view: KindTypes[K]['view']) => readonly TextSpan[]
  readonly summary: (view: KindTypes[K]['view']) => Summary
  /** Sorts a list by plain string comparison, first first; ties by id. */
  readonly sortKey: (view: KindTypes[K]['view']) => string
}

type AnyView = ShownFields<typeof BASE> & { readonly state: string; readonly kind?: string | null }

function define<K extends RecordKind>(
  kind: K,
  fields: Fields,
  parts: {
    coEdited?: readonly Path[]
    watched?: readonly Path[]
    present: (record: KindTypes[K]['record'], options: { now: number }) => KindTypes[K]['view']
    title: (view: KindTypes[K]['view']) => string | null
    when?: (view: KindTypes[K]['view']) => number | null
    sortKey?: (view: KindTypes[K]['view']) => string
  },
): KindSpec<K> {
  const initial = (): { [key: string]: Json } => ({ v: INITIAL_VERSION, ...initialOf(fields) })
  type Result = ParseResult<KindTypes[K]['record']>
  // A record that was just shown is what the next edit begins with
  const parsed = new WeakMap<object, Result>()
  const parse = (raw: unknown): Result => {
    const known = typeof raw === 'object' && raw !== null ? parsed.get(raw) : undefined
    const result = known ?? (parseFields(fields, raw) as unknown as Result)
    if (typeof raw === 'object' && raw !== null) parsed.set(raw, result)
    return result
  }
  const summary = (view: KindTypes[K]['view']): Summary => {
    const base = view as unknown as AnyView
    const createdAt = base.createdAt ?? 0
    return {
      title: cutText(cleanLabel(parts.title(view) ?? ''), 120),
      state: base.state,
      kind: base.kind ?? null,
      createdAt,
      updatedAt: Math.max(base.updatedAt ?? 0, createdAt),
      when: parts.when?.(view) ?? null,
      archived: base.archivedAt !== null,
      hidden: isHidden(
        Object.fromEntries(
          base.flags.map((flag) => [
            flag.id,
            { ...flag, decisions: Object.fromEntries(flag.decisions.map((one) => [one.member, one])) },
          ]),
        ),
      ),
    }
  }
  return {
    kind,
    fields,
    version: INITIAL_VERSION,
    initial,
    blank: () => parse(initial()).record,
    coEdited: parts.coEdited ?? [],
    watched: parts.watched ?? [],
    parse,
    present: parts.present,
    identifying: (view) =>
      (parts.coEdited ?? []).flatMap(([name = '']) =>
        checkText((view as unknown as Record<string, string>)[name] ?? ''),
      ),
    searchText: (view) => searchWords(fields, view),
    summary,
    sortKey: parts.sortKey ?? ((view) => newestFirst(summary(view).createdAt)),
  }
}

const SPECS: { readonly [K in RecordKind]: KindSpec<K> } = {
  network: define('network', NETWORK_FIELDS, {
    watched: [['name']],
    present: presentNetwork,
    title: (view) => view.name,
    sortKey: (view) => byName(view.name),
  }),
  member: define('member', MEMBER_FIELDS, {
    watched: [['displayName']],
    present: presentMember,
    title: (view) => view.displayName,
    sortKey: (view) => byName(view.displayName),
  }),
  contact: define('contact', CONTACT_FIELDS, {
    watched: [['fn'], ['tel'], ['emergencyContact']],
    present: presentContact,
    title: (view) => view.fn,
    sortKey: (view) => byName(view.fn),
  }),
  incident: define('incident', INCIDENT_FIELDS, {
    coEdited: [['what']],
    watched: [['place'], ['onset']],
    present: presentIncident,
    title: (view) => firstLine(view.what),
    when: (view) => view.onset?.at ?? null,
  }),
  alert: define('alert', ALERT_FIELDS, {
    present: presentAlert,
    title: (view) => view.headline,
    when: (view) => view.sent,
  }),
  plan: define('plan', PLAN_FIELDS, {
    coEdited: [['description']],
    watched: [['start'], ['end'], ['place']],
    present: presentPlan,
    title: (view) => view.summary,
    when: (view) => view.start,
    sortKey: (view) => oldestFirst(view.start ?? Number.MAX_SAFE_INTEGER),
  }),
  proposal: define('proposal', PROPOSAL_FIELDS, {
    present: presentProposal,
    title: (view) => view.title,
    when: (view) => view.closesAt,
  }),
  note: define('note', NOTE_FIELDS, {
    coEdited: [['body']],
    present: presentNote,
    title: (view) => view.title,
    when: (view) => view.heldAt,
  }),
}

export function isRecordKind(kind: unknown): kind is RecordKind {
  return RECORD_KINDS.some((known) => known === kind)
}

/** What is to be known of a kind. */
export function kindSpec<K extends RecordKind>(kind: K): KindSpec<K> {
  return SPECS[kind]
}

/** The deterministic structure that every document of a kind starts from, as stored. */
export function initialRecord(kind: RecordKind): { readonly [key: string]: Json } {
  return SPECS[kind].initial()
}

function firstLine(text: string): string {
  return (
    text
      .slice(0, 1_000)
      .split('\n')
      .find((line) => cleanLabel(line) !== '') ?? ''
  )
}

function byName(name: string | null): string {
  return foldText(name ?? '')
}

function oldestFirst(at: number): string {
  return String(at).padStart(16, '0')
}

function newestFirst(at: number): string {
  return oldestFirst(Number.MAX_SAFE_INTEGER - at)
}
