import type { EngineStatus, Notice } from '../engine/messages.ts'

/** What the system shows of Muster outside its window. No name, no text, no count of records: others may be looking. */
export interface ShellWords {
  readonly open: string
  readonly lock: string
  readonly quit: string
  readonly locked: string
  readonly nobody: string
  /** @param people at least 1 */
  readonly connected: (people: number) => string
  readonly saved: Readonly<Record<EngineStatus['saved'], string>>
  /** Told once, when the window was closed for the first time. */
  readonly putAway: string
  readonly notices: Readonly<Record<Notice, string>>
}

const en: ShellWords = {
  open: 'Open Muster',
  lock: 'Lock now',
  quit: 'Quit',
  locked: 'Locked',
  nobody: 'Nobody connected',
  connected: (people) => (people === 1 ? '1 person connected' : `${people} people connected`),
  saved: {
    empty: 'Nothing to pass on',
    'this-computer-only': 'Saved on this computer only',
    'some-have-it': 'Some of the others have it',
    'room-has-it': 'Everyone in this room has it',
  },
  putAway:
    'Muster goes on beside the clock and keeps exchanging. Open it there or start it again; Quit in its menu ends it.',
  notices: {
    'asked-to-join': 'Somebody asks to join. Open Muster to see who.',
    joined: 'Somebody joined. Open Muster to see who.',
    call: 'A call for help. Open Muster.',
    drill: 'An exercise: this is a drill. Open Muster.',
    asks: 'Something asks for you. Open Muster.',
  },
}

const es: ShellWords = {
  open: 'Abrir Muster',
  lock: 'Bloquear ahora',
  quit: 'Salir',
  locked: 'Bloqueado',
  nobody: 'Nadie conectado',
  connected: (people) => (people === 1 ? '1 persona conectada' : `${people} personas conectadas`),
  saved: {
    empty: 'Nada que transmitir',
    'this-computer-only': 'Guardado solo en este ordenador',
    'some-have-it': 'Algunas de las demás personas lo tienen',
    'room-has-it': 'Todas las personas de esta sala lo tienen',
  },
  putAway:
    'Muster sigue junto al reloj y sigue intercambiando. Ábrelo ahí o inícialo de nuevo; Salir, en su menú, lo cierra.',
  notices: {
    'asked-to-join': 'Alguien pide unirse. Abre Muster para ver quién.',
    joined: 'Alguien se ha unido. Abre Muster para ver quién.',
    call: 'Una llamada de ayuda. Abre Muster.',
    drill: 'Un ejercicio: es un simulacro. Abre Muster.',
    asks: 'Algo requiere tu atención. Abre Muster.',
  },
}

const ar: ShellWords = {
  open: 'فتح Muster',
  lock: 'قفل الآن',
  quit: 'إنهاء',
  locked: 'مقفل',
  nobody: 'لا أحد متصل',
  connected: (people) => `الأشخاص المتصلون: ${people}`,
  saved: {
    empty: 'لا شيء لإرساله',
    'this-computer-only': 'محفوظ على هذا الحاسوب فقط',
    'some-have-it': 'وصل إلى بعض الآخرين',
    'room-has-it': 'وصل إلى كل من في هذه الغرفة',
  },
  putAway: 'يبقى Muster بجانب الساعة ويواصل التبادل. افتحه من هناك أو شغّله من جديد؛ أما «إنهاء» في قائمته فيوقفه.',
  notices: {
    'asked-to-join': 'هناك من يطلب الانضمام. افتح Muster لمعرفة من هو.',
    joined: 'انضم شخص. افتح Muster لمعرفة من هو.',
    call: 'نداء للمساعدة. افتح Muster.',
    drill: 'تمرين: هذا تدريب فقط. افتح Muster.',
    asks: 'هناك ما يطلب انتباهك. افتح Muster.',
  },
}

/** The first language of the person that Muster speaks; English where it speaks none. @param preferred BCP 47 tags, best first */
export function shellWords(preferred: readonly string[]): ShellWords {
  const spoken: Readonly<Record<string, ShellWords>> = { en, es, ar }
  for (const tag of preferred) {
    const language = tag.split('-', 1)[0]?.toLowerCase() ?? ''
    const words = Object.hasOwn(spoken, language) ? spoken[language] : undefined
    if (words !== undefined) return words
  }
  return en
}

/** One line for the tray. With nobody connected nothing else is claimed than where the data is. */
export function statusLine(words: ShellWords, status: EngineStatus): string {
  if (status.state !== 'unlocked') return words.locked
  const people = status.connected === 0 ? words.nobody : words.connected(status.connected)
  return status.saved === 'empty' ? people : `${people} · ${words.saved[status.saved]}`
}
