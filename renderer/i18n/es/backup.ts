import type { backup as english } from '../en/backup.ts'
import type { Translation } from '../translation.ts'

export const backup: Translation<typeof english> = {
  'backup.title': 'Copia de seguridad cifrada',
  'backup.text':
    'Un archivo con todo, detrás de una frase de contraseña propia. Si este ordenador se rompe o se pierde, lo devuelve todo. Guárdalo lejos del ordenador y apunta la frase donde nadie la encuentre.',
  'backup.make': 'Hacer una copia de seguridad',
  'backup.make.go': 'Escribir la copia',
  'backup.made': 'La copia está escrita: {count, plural, one {# registro} other {# registros}}.',
  'backup.where': 'Adónde',
  'backup.where.hint': 'Lo mejor es una memoria o un disco que te lleves. La copia de hoy se sustituye.',
  'backup.place.disk': 'Disco o memoria: {name}',
  'backup.place.documents': 'Documentos',
  'backup.place.downloads': 'Descargas',
  'backup.place.desktop': 'Escritorio',
  'backup.place.home': 'Mi carpeta personal',
  'backup.place.elsewhere': 'Otra carpeta',
  'backup.folder': 'Carpeta de este ordenador',
  'backup.folder.hint': 'La ruta completa.',
  'backup.passphrase': 'Frase de contraseña de la copia',
  'backup.passphrase.hint':
    'Al menos {min} caracteres. Puede ser distinta de la de este ordenador. Nadie puede restablecerla.',
  'backup.passphrase.again': 'La misma otra vez',
  'backup.passphrase.of': 'Frase de contraseña de la copia',
  'backup.restore': 'Restaurar una copia de seguridad',
  'backup.restore.go': 'Restaurar',
  'backup.restore.text':
    'Devuelve lo que falta en las redes de este ordenador. No cambia nada de lo que hay aquí, y lo borrado sigue borrado.',
  'backup.first': 'Restaurar una copia',
  'backup.first.text':
    'Devuelve todo del archivo que Muster escribió como copia de seguridad. Este ordenador ocupa entonces el lugar del que la hizo.',
  'backup.which': 'Qué copia',
  'backup.which.hint': 'Las encontradas en este ordenador y en los discos conectados.',
  'backup.which.none': 'No se encontró ninguna en este ordenador. Conecta el disco o la memoria y vuelve a abrir esto.',
  'backup.which.elsewhere': 'Otro archivo',
  'backup.file': 'Archivo de este ordenador',
  'backup.file.hint': 'La ruta completa con el nombre.',
  'backup.restored': 'La copia está restaurada',
  'backup.brought': '{count, plural, one {# registro recuperado.} other {# registros recuperados.}}',
  'backup.stays-erased': '{count, plural, one {# sigue borrado.} other {# siguen borrados.}}',
  'backup.refused': '{count, plural, one {La red no acepta # cambio.} other {La red no acepta # cambios.}}',
  'backup.left-out':
    '{count, plural, one {# red de la copia se dejó fuera: este ordenador no está en ella.} other {# redes de la copia se dejaron fuera: este ordenador no está en ellas.}}',
  'backup.old': 'No uses más Muster en el ordenador antiguo',
  'backup.old.text': 'Este ordenador ocupa su lugar. Si siguen los dos, se contradicen, y todos lo verán.',
  'backup.go-on': 'Seguir',
  'doctor.title': 'Revisar lo guardado',
  'doctor.text':
    'Lee todo lo guardado en este ordenador, rehace lo que se puede rehacer y dice qué tiene que volver de los demás.',
  'doctor.look': 'Revisar todo',
  'doctor.sound':
    '{count, plural, one {Todo está bien: se leyó # registro.} other {Todo está bien: se leyeron # registros.}}',
  'doctor.found': 'Había algo dañado',
  'doctor.vault.lost':
    'La caja de claves está dañada. Haz ahora una copia de seguridad, mientras Muster está abierto: sin ella no se puede volver a abrir.',
  'doctor.vault.damaged': 'La caja de claves está dañada.',
  'doctor.store.lost': 'No se puede leer nada del archivo de registros. Restaura una copia de seguridad.',
  'doctor.store.damaged':
    'El archivo de registros está dañado. Haz ahora una copia de seguridad y restáurala en un perfil nuevo.',
  'doctor.tail': 'Lo último que se escribió antes de un fallo no se puede leer. Quien lo tenga lo envía de nuevo.',
  'doctor.from-others':
    '{count, plural, one {# registro está dañado aquí y vuelve de los demás cuando os encontréis.} other {# registros están dañados aquí y vuelven de los demás cuando os encontréis.}}',
  'doctor.rebuilt': '{count, plural, one {# registro se rehizo.} other {# registros se rehicieron.}}',
  'doctor.lists': 'Las listas se rehicieron.',
  'doctor.membership': 'Falta parte de quién pertenece a la red; los demás lo envían de nuevo cuando os encontréis.',
}
