import type { preferences as english } from '../en/preferences.ts'
import type { Translation } from '../translation.ts'

export const preferences: Translation<typeof english> = {
  'prefs.calls': 'Llamadas en este ordenador',
  'prefs.sound': 'Las llamadas suenan',
  'prefs.sound.hint': 'Se muestran en cualquier caso.',
  'prefs.sound.try': 'Probar el sonido',
  'prefs.quiet': 'Horas de silencio',
  'prefs.quiet.hint': 'Entonces solo suena una llamada que no puede esperar, o alguien que salió y necesita ayuda.',
  'prefs.quiet.from': 'Desde',
  'prefs.quiet.to': 'Hasta',
  'prefs.keys': 'Responder con las teclas 1, 2, 3',
  'prefs.keys.hint': 'Apágalo si pulsas teclas sin querer o hablas al ordenador. Los botones quedan.',
  'prefs.notices': 'Avisos fuera de la ventana',
  'prefs.notices.text': 'Dicen que alguien llama, y nada de qué ni quién.',
  'prefs.notices.ask': 'Permitir avisos',
  'prefs.notices.granted': 'Los avisos están permitidos.',
  'prefs.notices.denied': 'Se le dijo al navegador que no los muestre. Cámbialo en sus ajustes para esta página.',
  'prefs.notices.unsupported': 'Este navegador no los tiene. Deja la ventana abierta donde la oigas.',
  'today.calls.all': 'Todas las llamadas',
}
