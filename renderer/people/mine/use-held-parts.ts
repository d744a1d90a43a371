import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import type { MessageId } from '../../i18n/en/catalogue.ts'
import type { Members } from '../use-members.ts'
import { filledFields, type HeldRecord } from './held.ts'
import type { Held } from './look-up.ts'

/** One part of the answer: a heading and lines, as text. */
export interface HeldPart {
  readonly title: string
  readonly lines: readonly string[]
}

const FIELD_NAMES = {
  fn: 'card.name',
  tel: 'card.tel',
  email: 'card.email',
  impp: 'card.impp',
  lang: 'card.lang',
  role: 'card.role',
  bestTimes: 'card.times',
  emergencyContact: 'card.emergency',
  accessNeeds: 'card.needs',
  circle: 'card.circle',
} as const satisfies Record<string, MessageId>

/** What is held, in words; parts that hold nothing are left out. */
export function useHeldParts(held: Held, members: Members): readonly HeldPart[] {
  const t = useT()
  const formats = useFormats()
  const { membership, member } = held
  const items = (words: readonly string[]): string => words.join(t('list.comma'))
  const nameOf = (person: string): string => members.nameOf(person).name ?? t('person.unknown')
  const records = (found: readonly HeldRecord[]): string[] =>
    found.map(({ title, as }) => t('mine.hold.record', { title, as: items(as.map((how) => t(`mine.hold.as.${how}`))) }))

  const about = [
    ...(member !== undefined && member.skills.length > 0
      ? [t('mine.hold.skills', { items: items(member.skills) })]
      : []),
    ...(member !== undefined && member.lang.length > 0
      ? [t('mine.hold.languages', { items: items(member.lang) })]
      : []),
    ...(member !== undefined && member.training.length > 0
      ? [t('mine.hold.training', { items: items(member.training.map(({ name }) => name ?? '')) })]
      : []),
    ...(typeof member?.safetyAgreementAt === 'number'
      ? [t('mine.hold.agreement', { when: formats.moment(member.safetyAgreementAt) })]
      : []),
    ...(member !== undefined && member.journey !== null
      ? [t('mine.hold.journey', { when: formats.moment(member.journey.startedAt) })]
      : []),
  ]
  const named = (route: string): string => (route === '' ? t('route.unnamed') : route)
  const circles = held.circles.flatMap(({ circle, isIn, posts, buddies, routes, takes }) => [
    ...(isIn ? [t('mine.hold.circle', { circle })] : []),
    ...posts.map((post) => t('mine.hold.post', { circle, post: t(`circle.${post}`) })),
    ...takes.map((route) => t('mine.hold.takes', { circle, route: named(route) })),
    ...buddies.map((buddy) => t('mine.hold.buddy', { circle, name: nameOf(buddy) })),
    ...routes.map((route) => t('mine.hold.route', { circle, route: named(route) })),
  ])
  const posts = held.teams.map((skill) => t('mine.hold.team', { skill }))
  const shifts = held.shifts === 0 ? [] : [t('mine.hold.shifts', { count: held.shifts })]
  const cards = held.cards.flatMap((card) => [
    t('mine.hold.card', {
      name: card.fn ?? '',
      fields: items(filledFields(card).map((name) => t(FIELD_NAMES[name as keyof typeof FIELD_NAMES]))),
    }),
    ...(card.consentLog.length > 0 ? [t('mine.hold.consents', { count: card.consentLog.length })] : []),
  ])
  return [
    {
      title: t('mine.hold.membership'),
      lines: [
        t('mine.hold.membership.text', {
          name: membership.name,
          role: t(`role.${membership.role}`),
          when: formats.moment(membership.joinedAt),
          fingerprint: membership.fingerprint,
          count: membership.devices,
        }),
      ],
    },
    { title: t('mine.hold.member'), lines: about },
    { title: t('mine.hold.cards'), lines: cards },
    { title: t('mine.hold.circles'), lines: [...circles, ...posts] },
    { title: t('duty.title'), lines: shifts },
    { title: t('mine.hold.plans'), lines: records(held.plans) },
    { title: t('mine.hold.incidents'), lines: records(held.incidents) },
    { title: t('nav.alerts'), lines: records(held.alerts) },
  ].filter(({ lines }) => lines.length > 0)
}
