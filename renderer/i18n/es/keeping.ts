import type { keeping as en } from '../en/keeping.ts'
import type { Translation } from '../translation.ts'

export const keeping: Translation<typeof en> = {
  'keep.held': 'Retenido: no se borra',
  'keep.held.by': 'por {name},',
  'keep.until': 'Se borrará',

  'hold.set': 'Impedir que se borre…',
  'hold.title': '¿Impedir que se borre?',
  'hold.text':
    'Nadie podrá borrarlo y se quedará aunque acabe su plazo, hasta que la coordinación levante la retención. Quien lo borre antes de enterarse de la retención lo borra igualmente.',
  'hold.reason': 'Por qué',
  'hold.reason.hint': 'Lo lee toda la red. Nada que identifique a alguien.',
  'hold.reason.none': 'Di por qué.',
  'hold.confirm': 'Conservarlo',
  'hold.done': 'Está retenido.',
  'hold.lift': 'Levantar la retención…',
  'hold.lift.title': '¿Levantar la retención?',
  'hold.lift.text': 'Se podrá borrar otra vez. Si su plazo ha acabado, ocurrirá dentro de tres días como muy pronto.',
  'hold.lift.confirm': 'Levantarla',
  'hold.lifted': 'La retención está levantada.',

  'net.tab.restore': 'Como estaba',
  'back.title': 'Todo como estaba',
  'back.lead':
    'Tras un sabotaje o un gran error: devuelve los campos y textos de cada registro a como estaban en un momento, archiva lo creado desde entonces y recupera lo archivado. Lo que cada persona dijo con su nombre se queda. No se pierde nada: se hace con más cambios y el historial nombra a todas las personas.',
  'back.when': 'Como estaba el',
  'back.when.hint': 'Según el reloj de este ordenador.',
  'back.when.wrong': 'Elige una fecha y una hora.',
  'back.late': 'Conservar los cambios que dicen ser anteriores',
  'back.late.hint':
    'Llegaron más tarde a este ordenador. Quien haya modificado su Muster puede ponerles la hora que quiera.',
  'back.preview': 'Mostrar qué se haría',
  'back.button': 'Devolver todo',
  'back.confirm.title': '¿Todo como estaba: {when}?',
  'back.confirm.text':
    '{count, plural, one {# registro cambia, aquí y en los demás ordenadores.} other {# registros cambian, aquí y en los demás ordenadores.}} También se deshacen los cambios honestos hechos desde entonces.',
  'back.done': 'Todo está como estaba.',
  'back.done.undo': 'Para deshacerlo, haz lo mismo con una hora justo anterior a ahora.',
  'back.done.left':
    '{count, plural, one {En # registro no se pudo escribir y se queda como está.} other {En # registros no se pudo escribir y se quedan como están.}}',
  'back.nothing': 'Desde entonces no ha cambiado nada que se pueda devolver.',
  'back.claimed':
    'Este ordenador no tenía los registros entonces. Se guía por las horas que dicen los cambios, que pueden ser mentira: mejor hazlo en un ordenador que estuviera.',
  'back.changed': 'Devueltos',
  'back.brought': 'Recuperados',
  'back.away': 'Creados desde entonces, archivados',
  'back.untouched': 'Con cambios en nada que se devuelva',
  'back.entries': 'Dicho desde entonces, se queda',
  'back.entries.count': '{count, plural, one {# paso, respuesta o nota} other {# pasos, respuestas y notas}}',
  'back.late.count': 'Llegó más tarde de lo que dice',
  'back.erased': 'Borrados desde entonces, para siempre',
  'back.unreadable': 'No se puede saber, se queda',
  'back.authors': 'Quién ha escrito desde entonces',
  'back.unknown': 'Alguien desconocido',
  'back.records': '{count, plural, one {# registro} other {# registros}}',
  'back.changes': '{count, plural, one {# cambio} other {# cambios}}',

  'invalid.in-the-future': 'Esa hora aún no ha llegado.',
  'invalid.before-the-network': 'Eso es anterior al comienzo de esta red.',
  'obstacle.not-held': 'Nadie lo retiene.',
}
