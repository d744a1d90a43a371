import {
  flat,
  idSet,
  map,
  needed,
  own,
  scalar,
  searched,
  type ParsedFields,
  type ShownFields,
} from '../../shape/fields.ts'
import { readBoolean, readId, readInteger, readLabel, readText, readTime, readWord } from '../../shape/scalars.ts'
import { showFields } from '../../shape/show.ts'
import { reduceMoves } from '../../states/machine.ts'
import { PROPOSAL_MACHINE, type ProposalState } from '../../states/work-states.ts'
import { BASE, labelField, moveLog, textField } from '../common.ts'
import { PROPOSAL_KINDS } from '../words.ts'

/** A decision put to the members. Its text is locked when it opens; ballots are visible, one per member. */
export const PROPOSAL_FIELDS = {
  ...BASE,
  kind: scalar(readWord(PROPOSAL_KINDS)),
  title: labelField(),
  text: searched(scalar(readText(20_000))),
  lockedAt: scalar(readTime),
  options: map({
    label: searched(needed(readLabel())),
    /** Person id of who stands in an election. */ candidate: scalar(readId),
  }),
  opensAt: scalar(readTime),
  closesAt: scalar(readTime),
  /** Person ids, as they were when it opened. */
  eligible: idSet(),
  quorumPercent: scalar(readInteger(1, 100)),
  /** By member: one ballot each, however many devices they have. */
  ballots: own(
    flat({ option: scalar(readId), block: scalar(readBoolean), reason: textField(500), at: scalar(readTime) }),
  ),
  /** Paper or a show of hands: per option id, as counted. */
  countedResult: map({
    option: needed(readId),
    votes: needed(readInteger(0, 100_000)),
    countedAt: scalar(readTime),
    countedBy: scalar(readId),
  }),
  outcome: textField(1_000),
  /** Of an election: when the term ends. */
  termEndsAt: scalar(readTime),
  stateLog: moveLog(PROPOSAL_MACHINE),
} as const

export type ProposalRecord = ParsedFields<typeof PROPOSAL_FIELDS>
export interface ProposalView extends ShownFields<typeof PROPOSAL_FIELDS> {
  readonly state: ProposalState
}

export function presentProposal(record: ProposalRecord, options: { now: number }): ProposalView {
  return {
    ...showFields(PROPOSAL_FIELDS, record, options),
    state: reduceMoves(PROPOSAL_MACHINE, record.stateLog).state,
  }
}
