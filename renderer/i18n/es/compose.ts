import type { compose as english } from '../en/compose.ts'
import type { Translation } from '../translation.ts'

export const compose: Translation<typeof english> = {
  'nav.alerts': 'Llamadas',
  'alerts.lead': 'Borradores, llamadas en marcha y llamadas terminadas.',
  'alerts.from-incident': 'Llamar por un incidente',
  'alerts.from-plan': 'Llamar por un plan',
  'alerts.none.text': 'Una llamada de ayuda se escribe en el incidente o el plan del que trata.',
  'alerts.drafts': 'Aún no enviadas',
  'alerts.running': 'En marcha',
  'alerts.over': 'Terminadas',
  'compose.review': 'Revisarla',
  'compose.check.title': '¿Está bien así?',
  'compose.save': 'Guardar como borrador',
  'compose.save.second': 'Guardarla para que la lea un segundo miembro',
  'compose.act-now': 'Decir «actuar ya» y pedirlo a un segundo miembro',
  'compose.send.drill': 'Enviar el simulacro',
  'compose.edit': 'Editar el borrador',
  'compose.edit.anew': 'Quien haya confirmado este borrador tendrá que confirmarlo otra vez si se cambia.',
  'compose.put-away': 'Retirar el borrador',
  'compose.put-away.text': 'No se ha enviado a nadie. Sale de la lista y se puede volver a encontrar.',
  'compose.instruction.hint': 'Dónde reunirse, qué llevar, de qué mantenerse lejos. Nunca quién.',
  'compose.area': 'Dónde',
  'compose.area.hint': 'Una esquina, una plaza, una parada: sin número de portal.',
  'compose.circle': 'Qué círculo',
  'compose.skill.hint': 'Tal como lo han escrito los miembros en su página, como «primeros auxilios» o «intérprete».',
  'compose.marked':
    'Una llamada así no se puede enviar. Quítalo, o deja que un segundo miembro lo lea y diga que no identifica a nadie.',
  'compose.two.title': 'Sin verificar: dos miembros deben decir «actuar ya»',
  'compose.two.text':
    'La mayoría de los primeros avisos son en parte erróneos. Por eso lo que nadie ha verificado se queda en tu propio círculo o va a quienes pueden comprobarlo. Sale más allá cuando se verifica, o cuando dos miembros dicen «actuar ya, sin verificar». Entonces en todas partes pone que nadie lo ha verificado.',
  'compose.two.next':
    'Puedes ser una de las dos personas. El borrador se guarda; un segundo miembro lo ve esperando en su propio ordenador, lo confirma allí, y cualquiera de los dos lo envía.',
  'compose.gate.own':
    'Se queda en tu propio círculo, o va a quienes comprueban: no hace falta que nadie la haya verificado.',
  'compose.gate.drill': 'Un simulacro no hace salir a nadie, así que nadie tiene que verificarlo.',
  'compose.fixed':
    'Una vez enviada queda como está. Se corrige con una actualización, cancelándola o avisando de que ha pasado todo.',
  'compose.goes-to': 'Va a: {audience}',
  'compose.needed': 'Hacen falta',
  'compose.needed.any': '{count, plural, one {# persona} other {# personas}}',
  'compose.held': 'Vale durante',
  'compose.held.hint': 'Después termina sola, para que nadie acuda a lo que ya pasó.',
  'compose.held.hours': '{count, plural, one {# hora} other {# horas}}',
  'compose.held.minutes': '{count, plural, one {# minuto} other {# minutos}}',
  'compose.held.until': '{held}, hasta {when} si se envía ahora',
  'compose.gate.verified': 'Está verificado, así que puede salir de tu círculo.',
  'compose.skill.teams': 'Equipos de esta red',
  'compose.skill.other': 'Otra habilidad',
  'compose.missing': 'Revisa esto: {fields}',
}
