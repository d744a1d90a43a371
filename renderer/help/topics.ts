import { BellRing, BookOpen, CircleCheck, HandHeart, Scale, Wifi, type LucideIcon } from 'lucide-react'

import type { MessageId } from '../i18n/en/catalogue.ts'

export const TOPICS = ['start', 'calls', 'synced', 'others', 'safety', 'promises'] as const
export type Topic = (typeof TOPICS)[number]

export const TOPIC_ICONS: { readonly [T in Topic]: LucideIcon } = {
  start: BookOpen,
  calls: BellRing,
  synced: CircleCheck,
  others: Wifi,
  safety: HandHeart,
  promises: Scale,
}

const PARTS = [1, 2, 3, 4, 5] as const

/** Heading and text of each part of a help page, in order. */
export function partsOf(topic: Topic): readonly { readonly title: MessageId; readonly text: MessageId }[] {
  const parts: { title: MessageId; text: MessageId }[] = PARTS.map((part) => ({
    title: `help.${topic}.${part}`,
    text: `help.${topic}.${part}.text`,
  }))
  if (topic === 'promises') parts.push({ title: 'help.promises.6', text: 'help.promises.6.text' })
  return parts
}
