import type { respond as english } from '../en/respond.ts'
import type { Translation } from '../translation.ts'

export const respond: Translation<typeof english> = {
  'respond.still.coming': 'Sigo en camino, todo bien',
  'respond.still.on-scene': 'Sigo allí, todo bien',
  'respond.still.leaving': 'Sigo volviendo, todo bien',
  'respond.help.confirm': 'Sí, necesito ayuda',
  'respond.help.text':
    'Se avisa enseguida a quienes han salido, a quien va contigo, a quien llamó y a quien está de turno.',
  'respond.help.note': 'Dónde estás y qué necesitas',
  'respond.help.told': 'Los demás saben que necesitas ayuda. Di cuándo estás bien.',
  'respond.enough.standby': 'Gracias por estar a la espera. Quédate donde estás; se te avisa si hacen falta más.',
  'respond.over.safe': 'Di cuándo has vuelto bien: hasta entonces los demás están pendientes de ti.',
  'respond.alone': 'Todavía no va nadie contigo. Ve en pareja.',
  'debrief.title': 'Mirar atrás',
  'debrief.lead': 'Si quieres: qué salió bien y qué cambiar. Nadie tiene que decir nada.',
  'debrief.hint':
    'Escribe sobre el trabajo y cómo fue. Deja fuera las heridas, lo que se le hizo a alguien y quién era. Todos los miembros lo pueden leer.',
  'debrief.well': 'Qué salió bien',
  'debrief.change': 'Qué cambiar',
  'debrief.support': 'Me gustaría hablar con alguien',
  'debrief.support.hint': 'Tu nombre queda al lado, para que alguien se ofrezca.',
  'debrief.wants-support': 'le gustaría hablar con alguien',
  'debrief.write': 'Añadir algo',
  'respond.strip': 'Has salido',
  'respond.strip.title': 'Tú: {state}. {headline}',
  'respond.enough.coming': 'Ya son suficientes. Eres una de esas personas: sigue.',
}
