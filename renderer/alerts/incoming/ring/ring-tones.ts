/** What is heard: a call, a drill, or that something else asks for this person. */
export type Ring = 'call' | 'drill' | 'notice'

/** One tone: when it begins and how long it lasts, in seconds, and its pitch in hertz. */
export interface Tone {
  readonly at: number
  readonly seconds: number
  readonly hertz: number
}

/** A call repeats a rising pair for six seconds; a drill sounds low and slow, once; anything else is one short pair. */
export function tonesOf(ring: Ring): readonly Tone[] {
  if (ring === 'notice') return pair(0, [587, 784], 0.16)
  if (ring === 'drill') return pair(0, [330, 262], 0.5)
  return [0, 1.2, 2.4, 3.6, 4.8].flatMap((at) => [...pair(at, [784, 1047], 0.2), ...pair(at + 0.45, [784, 1047], 0.2)])
}

function pair(at: number, [low, high]: readonly [number, number], seconds: number): Tone[] {
  return [
    { at, seconds, hertz: low },
    { at: at + seconds, seconds, hertz: high },
  ]
}
