import { tonesOf, type Ring, type Tone } from './ring-tones.ts'

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
