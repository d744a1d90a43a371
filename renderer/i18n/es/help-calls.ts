import type { helpCalls as english } from '../en/help-calls.ts'
import type { Translation } from '../translation.ts'

export const helpCalls: Translation<typeof english> = {
  'help.keys.answer': 'Responder a una llamada: voy, no puedo, a la espera',
  'help.calls': 'Llamadas de ayuda',
  'help.calls.lead': 'Llamar a la gente, responder y que todos vuelvan a casa.',
  'help.calls.1': 'Escribir una llamada',
  'help.calls.1.text':
    'Abre el incidente o el plan y elige «Pedir ayuda». Di qué pasa y qué hace falta, nunca quién. Muestra a cuántas personas y ordenadores se llega en este momento; a las demás se las llama por teléfono.',
  'help.calls.2': 'Antes de que llegue lejos',
  'help.calls.2.text':
    'A tu propio círculo y a quienes comprueban se les puede llamar enseguida. Más allá alguien tiene que haberlo verificado, o dos miembros dicen «actuar ya» en sus ordenadores. Entonces quien es llamado lee que no está verificado.',
  'help.calls.3': 'Cuando te llaman',
  'help.calls.3.text':
    'Pulsa 1 si vas, 2 si no puedes, 3 para quedar a la espera; Esc lo aplaza. Cuando ya son suficientes se te pide que no vayas: eso también ayuda.',
  'help.calls.4': 'En camino, allí y de vuelta',
  'help.calls.4.text':
    'Ve en pareja. Di cuándo estás allí, cuándo te vas y cuándo estás a salvo. Si no se sabe de ti a tiempo, se pregunta a quien va contigo y luego a quien llamó. «Necesito ayuda» les avisa enseguida.',
  'help.calls.5': 'Practicarlo',
  'help.calls.5.text':
    'Enviad un simulacro una vez al mes: lleva rayas, una máscara y su propio sonido en todas partes, y no hace salir a nadie.',
}
