import type { CommandOutput } from '../../core/bridge/contract.ts'
import { safeLine } from './safe-text.ts'

type Trouble = CommandOutput<'trouble:list'>['troubles'][number]

/** What happened, in one sentence; `whose` is "Ana's computer" or "This computer". */
export const TROUBLE_TITLES: Readonly<Record<Trouble['what'], (whose: string) => string>> = {
  'two-stories': (whose) => `${whose} signed two different changes with one number.`,
  broken: (whose) => `${whose} sent changes that are not as Muster makes them; they were not taken in.`,
  rules: (whose) => `${whose} broke the rules of the conversation and was cut off.`,
  erased: (whose) => `${whose} sent again what is erased; it was not taken in.`,
  twice: (whose) => `${whose} is in use twice: its profile runs on two computers at once.`,
  much: (whose) => `${whose} writes far more than people do.`,
}

/** What is safe, and what can be done. */
const WHAT_NOW: Readonly<Record<Trouble['what'], (name: string) => string>> = {
  'two-stories': (name) =>
    `Nothing more is taken from that start of Muster, and both changes are kept as proof; what was there before stays. Either its Muster was altered, or its profile was copied and runs twice: ask ${name}. A coordinator can remove the computer.`,
  broken: (name) =>
    `The records are whole, and everybody else goes on. Its Muster may be altered or damaged: ask ${name}. A coordinator can remove the computer.`,
  rules: (name) =>
    `Nothing was harmed, and everybody else goes on. Its Muster may be altered or of another version: ask ${name}. A coordinator can remove the computer.`,
  erased: (name) =>
    `What is erased stays so here. That computer has kept what it was told to drop, and its Muster may be altered: ask ${name}. A coordinator can remove the computer.`,
  twice: (name) =>
    `Nothing is lost: what both write is kept. But whoever holds the copy reads everything: ask ${name}. After a restore, stop Muster on the old computer for good; if nobody knows of a copy, a coordinator should remove the computer, and it joins anew.`,
  much: (name) =>
    `Everybody else's changes go first, and calls for help before all. After an import, or when you meet for the first time, it is usual; else ask ${name}. A coordinator can remove the computer.`,
}

/** One computer's trouble in plain words, with how often. */
export function troubleText({ name, you, device, what, count }: Trouble): string {
  const who = safeLine(name)
  const whose = you ? `A computer of yours (${device})` : `${who}'s computer (${device})`
  const times = what === 'much' ? ` ${count} changes in ten minutes.` : count > 1 ? ` ${count} times.` : ''
  return `${TROUBLE_TITLES[what](whose)}${times} ${WHAT_NOW[what](you ? 'who else uses it' : who)}`
}
