import type { erase as english } from '../en/erase.ts'
import type { Translation } from '../translation.ts'

export const erase: Translation<typeof english> = {
  'erase.action': 'Borrar para siempre…',
  'erase.title': '¿Borrar esto para siempre?',
  'erase.confirm': 'Borrar para siempre',
  'erase.text':
    '{count, plural, =0 {Se borra de este ordenador, el único de la red. Nada lo recupera.} one {Se borra de este ordenador al momento, y del otro cuando se entere. Nada lo recupera.} many {Se borra de este ordenador al momento, y de cada uno de los otros # cuando se entere. Nada lo recupera.} other {Se borra de este ordenador al momento, y de cada uno de los otros # cuando se entere. Nada lo recupera.}}',
  'erase.not': 'Nadie puede retirar lo copiado, impreso o fotografiado, ni lo que guarde un Muster alterado.',
  'erase.referring':
    '{count, plural, one {Borrar también lo que se refiere a esto} many {Borrar también los # que se refieren a esto} other {Borrar también los # que se refieren a esto}}',
  'erase.kind.contact': 'Contacto',
  'erase.kind.incident': 'Incidente',
  'erase.kind.plan': 'Plan',
  'erase.kind.alert': 'Alerta',
  'erase.kind.network': 'Red',
  'erase.kind.member': 'Persona',
  'erase.held': 'Está retenido: la coordinación levanta antes la retención.',
  'erase.forbidden': 'Solo puede borrarlo quien lo hizo o la coordinación. Puedes archivarlo.',
  'erase.done':
    'Borrado aquí. {confirmed, number} de {computers, plural, one {# ordenador lo ha confirmado} many {# ordenadores lo han confirmado} other {# ordenadores lo han confirmado}}.',
  'erase.pending': 'Aún no se ha ido de este disco: se intenta de nuevo solo. Mira si el disco está lleno.',
  'erased.title': 'Borrado',
  'erased.text':
    'Cada ordenador borra cuando se entera, y entonces lo dice. Lo que se copió antes, o lo que guarde un Muster alterado, nadie puede verlo.',
  'erased.none': 'No se ha borrado nada en esta red.',
  'erased.records': '{count, plural, one {# registro} many {# registros} other {# registros}}',
  'erased.by': 'por {name}',
  'erased.confirmed':
    'Confirmado por {confirmed, number} de {computers, plural, one {# ordenador} many {# ordenadores} other {# ordenadores}}',
  'erased.missing': 'Aún no: {names}',
  'erased.missing.more': ' y {count, number} más',
  'erased.more': '{count, plural, one {# anterior} many {# anteriores} other {# anteriores}}',
  'erased.pending':
    'Este ordenador aún no ha podido terminar de borrar. Lo intenta de nuevo solo; mira si el disco está lleno.',
}
