import type { ErrorCatalogue } from './error-catalogue.ts'

const KEPT = 'Todo lo que se guardó aquí sigue aquí.'
const UNCHANGED = 'No se ha cambiado nada.'
const NOT_JOINED = 'No se ha cambiado nada en este ordenador y nadie ha sabido nada por él.'

export const errorsEs: ErrorCatalogue = {
  'shared/aborted': ['Se ha parado antes de terminar.', KEPT, 'Vuelve a empezar cuando quieras.'],
  'shared/timed-out': ['Ha tardado demasiado y Muster ha dejado de esperar.', KEPT, 'Inténtalo de nuevo.'],
  'shared/internal': [
    'Algo ha fallado dentro de Muster.',
    KEPT,
    'Inténtalo de nuevo. Si vuelve a pasar, exporta el registro en Ayuda y pide ayuda.',
  ],
  'domain/invalid-input': [
    'Hay algo en este formulario que no es correcto.',
    UNCHANGED,
    'Corrígelo e inténtalo de nuevo.',
  ],
  'domain/not-found': [
    'Esto no está aquí.',
    UNCHANGED,
    'Puede que aún no haya llegado a este ordenador o que se haya eliminado. Vuelve a la lista.',
  ],
  'domain/forbidden': ['Aquí no tienes permiso para hacer esto.', UNCHANGED, 'Pídelo a la coordinación de la red.'],
  'domain/not-allowed-now': [
    'Ese paso no es posible en el estado actual.',
    UNCHANGED,
    'Puede que otra persona ya lo haya cambiado. Vuelve a mirarlo.',
  ],
  'domain/too-large': [
    'Es más grande de lo que Muster guarda.',
    UNCHANGED,
    'Acorta el texto o repártelo en varios registros.',
  ],
  'domain/on-hold': [
    'Está retenido: se conserva por un motivo que la coordinación ha anotado.',
    UNCHANGED,
    'Pide a la coordinación que levante antes la retención.',
  ],
  'identity/no-profile': ['Todavía no hay ningún perfil en este ordenador.', UNCHANGED, 'Crea una red o únete a una.'],
  'identity/passphrase-needed': ['Muster necesita tu frase de contraseña.', UNCHANGED, 'Escríbela para desbloquear.'],
  'identity/wrong-passphrase': [
    'Esa frase de contraseña no abre este perfil.',
    KEPT,
    'Comprueba las mayúsculas y el idioma del teclado e inténtalo otra vez. Nadie puede restablecerla.',
  ],
  'identity/passphrase-too-short': [
    'Esa frase de contraseña es demasiado corta para proteger nada.',
    UNCHANGED,
    'Usa al menos 8 caracteres: cuatro o cinco palabras sin relación son fáciles de recordar.',
  ],
  'identity/locked': [
    'Muster está bloqueado.',
    'Todo está cifrado en este ordenador.',
    'Desbloquéalo con tu frase de contraseña.',
  ],
  'identity/profile-in-use': [
    'Otro Muster ya tiene abierto este perfil.',
    KEPT,
    'Usa ese o ciérralo antes. Un segundo dañaría el perfil, así que no se ha abierto.',
  ],
  'identity/profile-unreadable': [
    'Muster no puede leer o escribir en la carpeta de su perfil.',
    'La carpeta se ha dejado como estaba.',
    'Comprueba que la carpeta existe, que es tuya y que el disco está conectado.',
  ],
  'identity/profile-damaged': [
    'Un archivo de este perfil está dañado o falta.',
    'No se ha tocado, así que no se pierde nada más. El resto de tu red conserva lo que compartiste.',
    'Restaura la carpeta desde una copia o únete de nuevo con otro perfil.',
  ],
  'identity/written-by-newer-version': [
    'Este perfil se usó por última vez con un Muster más nuevo.',
    'No se ha tocado.',
    'Actualiza Muster en este ordenador.',
  ],
  'identity/unknown-network': ['No estás en esa red.', UNCHANGED, 'Elige otra red en el menú lateral.'],
  'identity/not-a-coordinator': [
    'Solo la coordinación de esta red puede hacer esto.',
    UNCHANGED,
    'Pídelo a alguien de la coordinación. Aparece señalada en Red.',
  ],
  'identity/not-a-member': ['Esa persona ya no es miembro de esta red.', UNCHANGED, 'Mira quién lo es en Red.'],
  'identity/removed': [
    'Este ordenador ya no forma parte de la red.',
    'Lo que ya guarda se queda aquí hasta que lo borres.',
    'Si es un error, habla con la coordinación y únete de nuevo con otra invitación.',
  ],
  'identity/last-coordinator': [
    'Eres la única persona en la coordinación y una red necesita al menos una.',
    UNCHANGED,
    'Nombra antes a otra persona en Red.',
  ],
  'identity/invite-malformed': [
    'Es una invitación de Muster, pero está dañada o incompleta.',
    NOT_JOINED,
    'Copia el código entero otra vez o vuelve a escanearlo.',
  ],
  'identity/invite-foreign': [
    'Esto no es una invitación de Muster.',
    NOT_JOINED,
    'Una invitación de Muster empieza por «MUSTER:». Pide a quien te invitó que te la muestre otra vez.',
  ],
  'identity/invite-newer-version': [
    'Esta invitación se hizo con un Muster más nuevo.',
    NOT_JOINED,
    'Actualiza Muster en este ordenador y usa la misma invitación.',
  ],
  'identity/invite-expired': ['Esta invitación ha caducado.', NOT_JOINED, 'Pide otra a quien te invitó.'],
  'identity/invite-used-up': [
    'Esta invitación ya se ha usado tantas veces como permite.',
    NOT_JOINED,
    'Pide otra a quien te invitó.',
  ],
  'identity/invite-revoked': ['Esta invitación se ha retirado.', NOT_JOINED, 'Pide otra a quien te invitó.'],
  'identity/invite-unknown': [
    'El otro ordenador no conoce esta invitación.',
    NOT_JOINED,
    'Puede ser anterior a un cambio en la red. Pide otra a quien te invitó.',
  ],
  'identity/invite-unreadable-image': [
    'No se ha podido leer ninguna invitación en esta imagen.',
    NOT_JOINED,
    'Usa una imagen más nítida con el cuadrado entero o pega el código como texto.',
  ],
  'identity/already-a-member': ['Ya estás en esa red.', UNCHANGED, 'Elígela en el menú lateral.'],
  'identity/join-rejected': [
    'La coordinación ha rechazado esta solicitud.',
    NOT_JOINED,
    'Habla con la persona que te invitó.',
  ],
  'identity/approval-pending': [
    'Tu solicitud ha llegado y espera a la coordinación.',
    'La solicitud se conserva; volver a pedirlo con la misma invitación no hace daño.',
    'Pide a la coordinación que la apruebe y pulsa Unirme otra vez.',
  ],
  'identity/wrong-network': [
    'Esta invitación lleva a una red distinta de la que dice.',
    NOT_JOINED,
    'No la uses. Pide otra en persona a quien te invitó.',
  ],
  'identity/not-a-recovery-key': [
    'Esto es una invitación normal, no una clave de recuperación.',
    NOT_JOINED,
    'Úsala en «Unirse a una red».',
  ],
  'identity/recovery-key-used': [
    'Esta clave de recuperación ya se ha usado. Solo sirve una vez.',
    NOT_JOINED,
    'Si no la usaste tú, díselo a las demás personas en persona. Pide una invitación a la coordinación.',
  ],
  'identity/recovery-key-withdrawn': [
    'Esta clave de recuperación ya no sirve: se imprimió otra más nueva o se quitó el ordenador que la hizo.',
    NOT_JOINED,
    'Busca la última que imprimiste. Si no hay otra, pide una invitación a la coordinación.',
  ],
  'identity/statement-malformed': [
    'Esto no es una declaración completa de Muster.',
    UNCHANGED,
    'Cópiala otra vez entera. Empieza por «MUSTER-STATEMENT:».',
  ],
  'identity/recovery-key-expired': [
    'Esta clave de recuperación es demasiado antigua.',
    NOT_JOINED,
    'Pide una invitación a la coordinación.',
  ],
  'documents/corrupt': [
    'Un registro guardado está dañado.',
    'El resto está intacto y los demás de tu red conservan el suyo.',
    'Se vuelve a pedir a los demás cuando os encontráis. Si se repite, revisa el disco.',
  ],
  'documents/written-by-newer-version': [
    'Esto lo escribió un Muster más nuevo.',
    'No se ha tocado.',
    'Actualiza Muster en este ordenador.',
  ],
  'documents/disk-full': [
    'El disco está lleno y esto no se ha podido guardar.',
    'Todo lo guardado antes está a salvo. El último cambio no.',
    'Libera espacio y hazlo otra vez.',
  ],
  'documents/read-only': [
    'Muster no puede escribir en la carpeta de su perfil.',
    'Todo lo guardado antes está a salvo. El último cambio no.',
    'Comprueba que la carpeta es tuya y que el disco no está protegido.',
  ],
  'documents/unreadable': [
    'No se pueden leer los registros guardados.',
    'El archivo se ha dejado como estaba.',
    'Revisa el disco, restaura la carpeta desde una copia o únete de nuevo con otro perfil.',
  ],
  'documents/write-failed': [
    'El disco no admitió lo que se escribió.',
    'Todo lo guardado antes está a salvo. El último cambio no se ha guardado.',
    'Revisa el disco y si sigue conectado; después hazlo otra vez.',
  ],
  'documents/unsound': [
    'Este registro llegó en una forma que no se puede usar.',
    'Se ha apartado. Lo demás no se ve afectado.',
    'Díselo a quien lo escribió; quizá tenga que escribirlo otra vez.',
  ],
  'documents/busy': ['Muster está ocupado con otros cambios.', KEPT, 'Inténtalo dentro de un momento.'],
  'documents/forged': [
    'Ha llegado un cambio que no hizo quien dice.',
    'Se ha rechazado. Lo demás no se ve afectado.',
    'Avisa a la coordinación: alguien puede estar manipulando datos.',
  ],
  'documents/out-of-sequence': [
    'Han llegado de un ordenador cambios que se contradicen.',
    'Se han apartado. Lo demás no se ve afectado.',
    'Avisa a la coordinación: puede que se haya copiado un perfil.',
  ],
  'documents/missing-dependencies': [
    'Un cambio anterior todavía no ha llegado.',
    'No se pierde nada: se pide otra vez.',
    'Sigue en contacto con los demás un momento.',
  ],
  'documents/not-a-backup': [
    'Ese archivo no es una copia de seguridad de Muster.',
    UNCHANGED,
    'Elige el archivo que Muster escribió.',
  ],
  'documents/backup-damaged': [
    'Esa copia de seguridad está dañada o incompleta.',
    UNCHANGED,
    'Usa otra copia, o vuelve a traer esta de donde estaba guardada.',
  ],
  'documents/backup-passphrase': [
    'Esa frase de contraseña no abre esta copia de seguridad.',
    UNCHANGED,
    'Es la que se eligió para esta copia, que puede no ser la del perfil. Nadie puede restablecerla.',
  ],
  'documents/backup-of-others': [
    'Esa copia de seguridad es de otras redes que las de este perfil.',
    UNCHANGED,
    'Restáurala en un perfil nuevo.',
  ],
  'documents/backup-unreadable': [
    'No se puede leer la copia de seguridad.',
    UNCHANGED,
    'Comprueba su nombre, que sea tuya y que el disco esté conectado.',
  ],
  'documents/backup-unwritable': [
    'No se ha podido escribir ahí la copia de seguridad.',
    `No se ha hecho ninguna copia. ${KEPT}`,
    'Puede que otro archivo tenga ese nombre: elige otro nombre u otra carpeta y comprueba que el disco esté conectado.',
  ],
  'sync/protocol-violation': [
    'El otro ordenador ha enviado algo que no tiene sentido.',
    `Se ha rechazado. ${KEPT}`,
    'Comprueba que todo el mundo usa la misma versión de Muster.',
  ],
  'sync/message-too-large': [
    'El otro ordenador ha enviado más de lo permitido de una vez.',
    `Se ha rechazado. ${KEPT}`,
    'Comprueba que todo el mundo usa la misma versión de Muster.',
  ],
  'sync/other-version': [
    'El otro ordenador usa un Muster que no entiende a este.',
    KEPT,
    'Actualizad el más antiguo de los dos.',
  ],
  'sync/not-caught-up': [
    'Este ordenador aún no ha recibido lo que tienen los demás. Si ahora quitara a alguien, lo que esa persona escribió se perdería para todo el mundo.',
    UNCHANGED,
    'Deja Muster abierto cerca de otro ordenador de la red hasta que lo tenga todo y vuelve a hacerlo.',
  ],
  'sync/not-synced': [
    'No todas las personas conectadas lo tienen todo todavía.',
    'Tus cambios están guardados aquí y se comparten en cuanto alguien se conecta.',
    'Deja Muster abierto en la misma wifi que los demás.',
  ],
  'network/peer-unreachable': [
    'El otro ordenador ya no responde.',
    KEPT,
    'Se vuelve a intentar solo. Comprobad que estáis en la misma wifi.',
  ],
  'network/not-a-member': [
    'El otro ordenador no acepta a este como miembro.',
    KEPT,
    'Pregunta a la coordinación si sigues en la red.',
  ],
  'network/port-in-use': [
    'Otro programa usa el puerto que Muster quiere.',
    KEPT,
    'Cierra el otro programa o vuelve a abrir Muster.',
  ],
  'network/address-unavailable': [
    'Este ordenador no tiene ahora esa dirección.',
    KEPT,
    'Comprueba que la wifi está encendida y vuelve a abrir Muster.',
  ],
  'network/nobody-found': [
    'No se llega a los ordenadores de esta red.',
    NOT_JOINED,
    'Comprueba que estáis en la misma wifi y que uno de ellos tiene Muster abierto. Algunas wifis de invitados impiden que los ordenadores se vean: usad el punto de acceso de un teléfono.',
  ],
  'network/not-running': [
    'Muster no está en contacto con nadie: se abrió solo para este ordenador.',
    KEPT,
    'Vuelve a abrir Muster con conexión.',
  ],
  'bridge/unknown-command': [
    'El Muster en marcha todavía no sabe hacer esto.',
    UNCHANGED,
    'Puede ser una versión antigua: ciérralo y ábrelo otra vez.',
  ],
  'bridge/malformed-call': [
    'El Muster en marcha no ha entendido esto.',
    UNCHANGED,
    'Puede ser otra versión: ciérralo y ábrelo otra vez.',
  ],
  'bridge/too-many-calls': [
    'Se han pedido demasiadas cosas a la vez.',
    UNCHANGED,
    'Espera a que terminen las demás e inténtalo de nuevo.',
  ],
  'bridge/disconnected': [
    'Muster se ha cerrado antes de responder.',
    `${KEPT} Lo último que hiciste puede haberse hecho o no.`,
    'Vuelve a abrir Muster y compruébalo.',
  ],
  'cli/usage': ['Esta orden no está completa o no se conoce.', UNCHANGED, 'Consulta la ayuda.'],
  'cli/file-unreadable': ['No se puede leer ese archivo.', UNCHANGED, 'Comprueba su nombre y que es tuyo.'],
  'cli/file-unwritable': ['No se puede escribir ese archivo.', UNCHANGED, 'Comprueba la carpeta y elige otro nombre.'],
}
