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

/** Loudest of each tone, from 0 to 1. */
const LOUD = 0.22
const FADE_SECONDS = 0.02

/** Makes the sounds itself: no file is loaded. A browser that has not been touched yet stays silent, without an error. */
export class Ringer {
  #context: AudioContext | undefined
  #playing: OscillatorNode[] = []

  ring(ring: Ring): void {
    this.stop()
    try {
      this.#context ??= new AudioContext()
      void this.#context.resume().catch(() => undefined)
      const context = this.#context
      this.#playing = tonesOf(ring).map((tone) => play(context, tone))
    } catch {
      // a laptop without sound
    }
  }

  /** Silent at once. */
  stop(): void {
    for (const one of this.#playing.splice(0)) one.stop()
  }
}

function play(context: AudioContext, { at, seconds, hertz }: Tone): OscillatorNode {
  const begin = context.currentTime + at
  const end = begin + seconds
  const gain = context.createGain()
  gain.gain.setValueAtTime(0, begin)
  gain.gain.linearRampToValueAtTime(LOUD, begin + FADE_SECONDS)
  gain.gain.setValueAtTime(LOUD, end - FADE_SECONDS)
  gain.gain.linearRampToValueAtTime(0, end)
  const oscillator = context.createOscillator()
  oscillator.type = 'triangle'
  oscillator.frequency.value = hertz
  oscillator.connect(gain).connect(context.destination)
  oscillator.start(begin)
  oscillator.stop(end)
  return oscillator
}
