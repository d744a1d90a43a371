import type { computers as english } from '../en/computers.ts'
import type { Translation } from '../translation.ts'

export const computers: Translation<typeof english> = {
  'net.tab.computers': 'Ordenadores',
  'computers.title': 'Tus ordenadores',
  'computers.lead': 'Cada ordenador que usas en esta red. Todos son tú, con los mismos derechos.',
  'computers.add': 'Añadir un ordenador',
  'computers.add.text':
    'Crea un código para un ordenador más tuyo. Sirve una vez, durante un día. En él, elige «Unirse a una red» y escanea el código.',
  'computers.add.go': 'Crear el código',
  'computers.add.made': 'Escanea esto en tu otro ordenador',
  'computers.add.how':
    'En él, elige «Unirse a una red» y pon este código delante de la cámara, o escribe las letras. Si lo usa otra persona, entra como si fuera tú.',
  'computers.add.qr': 'Código para tu otro ordenador',
  'computers.this': 'Este ordenador',
  'computers.other': 'Ordenador {key}',
  'computers.key': 'Clave {key}',
  'computers.by.first': 'el primero, desde {when}',
  'computers.by.code': 'con un código tuyo, desde {when}',
  'computers.by.recovery-key': 'con tu clave de recuperación impresa, desde {when}',
  'computers.met': 'último encuentro {when}',
  'computers.connected': 'conectado',
  'computers.lost': 'Perdido',
  'computers.lost.name': 'El ordenador {key} se ha perdido',
  'computers.lost.title': '¿Quitar el ordenador {key}?',
  'computers.lost.go': 'Quitarlo',
  'computers.lost.what': 'Desde ahora nadie le envía nada nuevo. Tú sigues en la red con tus otros ordenadores.',
  'computers.lost.not':
    'Lo que ya tiene se queda en él: nadie puede quitárselo. No puede volver; si lo encuentras, añádelo de nuevo.',
  'computers.lost.key': 'Una clave de recuperación impresa en él deja de servir: imprime una nueva aquí.',
  'recovery.title': 'Clave de recuperación',
  'recovery.lead':
    'Una clave en papel, para el día en que tu único ordenador se pierda o se rompa: con ella vuelves en otro siendo tú, con los mismos derechos.',
  'recovery.not-coordinator':
    'La necesita quien coordina. A las demás personas las deja entrar de nuevo la coordinación.',
  'recovery.none':
    'No tienes ninguna. Si solo coordinas tú y pierdes este ordenador, nadie podrá dejar entrar ni quitar a nadie.',
  'recovery.state.open': 'Imprimiste una el {when}. Sirve.',
  'recovery.state.used':
    'La del {when} ya se ha usado. Si no fuiste tú, mira arriba tus ordenadores y quita el que no conozcas. Imprime una nueva.',
  'recovery.state.expired': 'La del {when} es demasiado antigua. Imprime una nueva.',
  'recovery.state.closed': 'La del {when} ya no sirve. Imprime una nueva.',
  'recovery.print': 'Imprimir una clave de recuperación',
  'recovery.print.new': 'Imprimir una nueva',
  'recovery.print.lead':
    'Se muestra solo esta vez y no se guarda en ningún sitio. La que imprimiste antes deja de servir.',
  'recovery.make': 'Crear la clave y mostrarla',
  'recovery.withdraw': 'Retirarla',
  'recovery.withdraw.title': '¿Retirar tu clave de recuperación?',
  'recovery.withdraw.text': 'El papel deja de servir. Hazlo si otra persona puede haberla visto, e imprime una nueva.',
  'recovery.paper.title': 'Clave de recuperación de Muster',
  'recovery.paper.qr': 'La clave de recuperación como código para escanear',
  'recovery.paper.how':
    'En un ordenador con Muster, cerca de alguien de la red: elige «Unirse a una red» y escanea esto o escribe las letras. Sirve una vez.',
  'recovery.paper.keep':
    'Guárdala como la llave de tu casa, no junto al ordenador. Quien la tenga puede entrar como si fuera tú. Si alguien la ha visto, retírala e imprime una nueva.',
  'recovery.paper.until': 'Impresa el {made}. Sirve hasta el {until}.',
  'recovery.use.title': 'Vuelve con tu clave de recuperación',
  'recovery.use.text':
    'Vuelves siendo tú, con el nombre y los derechos que tenías. Toda la red puede verlo. Tiene que haber cerca un ordenador de alguien de la red.',
  'recovery.use.go': 'Volver',
  'recovery.back.title': 'Has vuelto, {name}.',
  'recovery.back.others':
    '{count, plural, =0 {Este es tu único ordenador en la red.} one {Otro ordenador sigue dentro como tuyo. Si se ha perdido, quítalo ahora.} other {Otros # ordenadores siguen dentro como tuyos. Quita ahora los que se hayan perdido.}}',
  'recovery.back.print': 'Tu clave ya está usada: imprime una nueva.',
  'dispute.who': 'Te quitó {name}, desde el ordenador {key}, {when}.',
  'dispute.stolen':
    'Si ese ordenador fue robado: dos personas que coordinan y lo dicen lo quitan juntas y vuelven a estar dentro. Una sola no cambia nada.',
  'dispute.make': 'Decir que fue robado',
  'dispute.make.title': '¿Decir que ese ordenador fue robado?',
  'dispute.make.text':
    'Firmas que el ordenador que te quitó debe quedar fuera. Habla antes con su dueña o dueño, en persona o por teléfono.',
  'dispute.make.not': 'Por sí solo no cambia nada. Cuenta cuando otra persona que coordina dice lo mismo.',
  'dispute.said': '{count, plural, one {Lo ha dicho {names}.} other {Lo han dicho {names}.}}',
  'dispute.next.second':
    'Nadie acepta esto de ti por la red. Da este texto a otra persona que coordinaba y también fue quitada: por mensaje, en una memoria, en papel.',
  'dispute.next.anybody':
    'Lo han dicho dos. Da este texto a cualquiera que esté en la red: lo recibe en Red, Miembros.',
  'dispute.statement': 'Las declaraciones como texto',
  'dispute.copy': 'Copiar el texto',
  'dispute.take': 'Recibirla',
  'dispute.take.open': 'Me han dado una declaración…',
  'dispute.take.label': 'Una declaración que te han dado',
  'dispute.take.hint':
    'Quienes coordinan y fueron quitados por un ordenador robado pasan su palabra como texto. Empieza por MUSTER-STATEMENT.',
  'dispute.taken.one': 'Recibida: la palabra de {names}. Por sí sola aún no cambia nada.',
  'dispute.taken.out': 'Por la palabra de {names}, un ordenador de {out} está fuera. Todo el mundo se entera.',
  'dispute.taken.waits':
    'Se basa en algo que aún no ha llegado aquí. Encuéntrate antes con los demás y vuelve a recibirla.',
}
