import type { help as english } from '../en/help.ts'
import type { Translation } from '../translation.ts'

export const help: Translation<typeof english> = {
  'help.title': 'Ayuda',
  'help.lead': 'Está toda en este ordenador y funciona sin ninguna red.',
  'help.back': 'Todas las páginas de ayuda',
  'help.topics': 'Páginas de ayuda',
  'help.keys': 'Teclas',
  'help.keys.report': 'Informar de algo, desde cualquier lugar',
  'help.keys.commands': 'Ir a una pantalla o hacer algo',
  'help.keys.hide': 'Ocultar y bloquear al instante',
  'help.keys.escape': 'Cerrar un diálogo o el código grande',

  'help.start': 'Primeros pasos',
  'help.start.lead': 'De una pantalla vacía a una red en pocos minutos.',
  'help.start.1': 'Crea una red',
  'help.start.1.text':
    'Elige una frase de contraseña, pon nombre a la red y di cómo te llamas en ella. Vale un seudónimo. Coordinas en funciones hasta que el grupo elija a alguien.',
  'help.start.2': 'Deja entrar a los demás',
  'help.start.2.text':
    'Abre Reunión y muestra el código. Quien esté en la misma wifi abre Muster, elige «Unirse a una red» y le acerca la cámara. Los nombres aparecen junto al código.',
  'help.start.3': '¿Sin cámara?',
  'help.start.3.text':
    'El código se puede copiar y enviar, abrir desde una imagen o leer en voz alta: «Código en letras» lo muestra en grupos de cinco.',
  'help.start.4': 'Anota lo que importa',
  'help.start.4.text':
    'Informa de lo que ocurre, haz fichas de personas con su permiso, forma círculos de unas diez y planea quién hace qué. Nunca es obligatorio más de un campo.',
  'help.start.5': 'Antes de cerrar el portátil',
  'help.start.5.text':
    'Mira la línea de abajo: dice quién tiene lo que escribiste. Termina la reunión para obtener un comprobante con nombres y horas.',

  'help.synced': '¿Está sincronizado?',
  'help.synced.lead': 'Muster solo dice lo que los otros ordenadores han confirmado.',
  'help.synced.1': '«Guardado solo en este ordenador»',
  'help.synced.1.text':
    'Nadie más lo ha confirmado. Aquí está a salvo y se pasa por sí solo cuando alguien se conecta. No borres ni pierdas este ordenador antes.',
  'help.synced.2': '«Ana y Lee ya lo tienen»',
  'help.synced.2.text':
    'Los ordenadores de Ana y Lee confirmaron todo lo que hay aquí ahora. Puede que otros aún no lo tengan.',
  'help.synced.3': '«Todas las personas presentes lo tienen»',
  'help.synced.3.text':
    'Todas las personas conectadas en este momento lo han confirmado todo. No dice nada de quienes no están conectados.',
  'help.synced.4': '«Lee tiene información más reciente»',
  'help.synced.4.text': 'El ordenador de Lee avisó de algo que aún no ha llegado aquí. Sigue conectado un momento más.',
  'help.synced.5': 'Por qué no hay porcentajes',
  'help.synced.5.text':
    'Sin servidor, nadie sabe lo que tienen todos los demás. Los nombres y las horas sí se pueden saber: abre «Detalles de sincronización» para verlos persona por persona.',

  'help.others': '¿Por qué no veo a los demás?',
  'help.others.lead': 'Repásalo de arriba abajo. Mientras tanto, tus cambios están guardados aquí.',
  'help.others.1': '¿Está Muster abierto en los dos?',
  'help.others.1.text':
    'Un portátil apagado, en reposo o bloqueado no intercambia nada. Los dos deben tener Muster abierto y desbloqueado.',
  'help.others.2': '¿Están los dos en la misma wifi?',
  'help.others.2.text':
    'Los ordenadores solo se encuentran por sí mismos en la misma wifi. La de invitados y la principal son dos distintas.',
  'help.others.3': '¿La wifi aísla los ordenadores?',
  'help.others.3.text':
    'Muchas redes de invitados, hoteles y bibliotecas lo hacen. Activa el punto de acceso de un teléfono y conecta a él todos los portátiles. No hace falta internet.',
  'help.others.4': '¿Lo bloquea un cortafuegos?',
  'help.others.4.text':
    'Cuando el sistema pregunte, permite Muster en redes privadas. Si el portátil lo administra otra persona, pregúntale.',
  'help.others.5': '¿Sigues en la red?',
  'help.others.5.text':
    'A quien fue retirado no le llega nada nuevo y nadie responde a su ordenador. Pregunta a un coordinador.',

  'help.safety': 'Cuidarse',
  'help.safety.lead': 'Primero las personas, después lo que se anota.',
  'help.safety.1': 'En peligro, llama antes al número de emergencias',
  'help.safety.1.text':
    'Muster solo llega a portátiles abiertos y conectados. No llama a nadie. El árbol telefónico forma parte de cada alerta.',
  'help.safety.2': 'Id en pareja y marchaos si no es seguro',
  'help.safety.2.text':
    'Primero se cuida a la persona dañada. Nadie sigue, bloquea, registra ni fotografía a particulares. Sin armas.',
  'help.safety.3': 'Describe lo que ocurre, no a quién',
  'help.safety.3.text':
    'Nada de nombres, aspecto, matrículas, direcciones ni cuentas de particulares. Casi todos los primeros informes son parciales o erróneos, y listas así han dañado a inocentes.',
  'help.safety.4': '¿Alguien mira por encima de tu hombro?',
  'help.safety.4.text':
    'Ctrl+Shift+L deja la ventana en blanco y bloquea Muster al instante. Después solo lo abre la frase de contraseña.',
  'help.safety.5': 'Se pierde o se llevan un portátil',
  'help.safety.5.text':
    'Avisa enseguida a un coordinador para que retire el ordenador de esa persona. Bloqueado, no se puede leer sin la frase. Lo que ya tenía no se puede recuperar.',

  'help.promises': 'Lo que Muster no promete',
  'help.promises.lead': 'Mejor saberlo antes de que importe.',
  'help.promises.1': 'No llega a todos',
  'help.promises.1.text': 'Solo a los ordenadores abiertos y conectados. Te dice, por su nombre, a quién ha llegado.',
  'help.promises.2': 'No borra en todas partes',
  'help.promises.2.text':
    'El borrado vale en ordenadores con un Muster honesto a los que se llega. Alguien puede haberlo apuntado, copiado o fotografiado.',
  'help.promises.3': 'No oculta que lo usas',
  'help.promises.3.text':
    'Otras personas en la misma wifi pueden ver que los ordenadores hablan entre sí, cuándo y cuánto. No qué.',
  'help.promises.4': 'No protege un portátil desbloqueado',
  'help.promises.4.text':
    'Quien se siente ante él desbloqueado, o haya instalado un programa espía, lee lo que lees tú.',
  'help.promises.5': 'No juzga a los miembros',
  'help.promises.5.text':
    'Quien entra puede leerlo y pasarlo todo. Las reglas de la aplicación solo atan a copias honestas. Dejad entrar a gente que alguien conozca.',
  'help.promises.6': 'No recupera la frase de contraseña',
  'help.promises.6.text':
    'No hay forma de restablecerla. Otro ordenador tuyo, o los demás de la red, conservan lo que se intercambió.',
}
