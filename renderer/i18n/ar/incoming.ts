import type { incoming as english } from '../en/incoming.ts'
import type { Translation } from '../translation.ts'

export const incoming: Translation<typeof english> = {
  'incoming.notice': 'نداء للمساعدة. افتح Muster.',
  'incoming.needs-help': 'أحد الذين خرجوا يحتاج إلى مساعدة',
  'incoming.needs-help.who': '{name} بحاجة إلى مساعدة',
  'incoming.later': 'لاحقًا',
  'incoming.further':
    '{count, plural, one {أمر آخر بانتظارك} two {أمران آخران بانتظارك} few {# أمور أخرى بانتظارك} many {# أمرًا آخر بانتظارك} other {# أمر آخر بانتظارك}}',
  'incoming.elsewhere':
    '{network}: {count, plural, one {أمر واحد بانتظارك} two {أمران بانتظارك} few {# أمور بانتظارك} many {# أمرًا بانتظارك} other {# أمر بانتظارك}}',
  'incoming.elsewhere.open': 'عرضه',
  'incoming.collapsed':
    '{count, plural, one {نداء آخر من {name}} two {نداءان آخران من {name}} few {# نداءات أخرى من {name}} many {# نداءً آخر من {name}} other {# نداء آخر من {name}}}',
  'incoming.what.alert': 'نداء من {name}',
  'incoming.what.needs-help': '{name} بحاجة إلى مساعدة',
  'incoming.what.overdue': 'لم يصل خبر من {name} في الموعد',
  'incoming.what.buddy': 'لم يطمئنّا {name}',
  'incoming.what.check-in': 'حان وقت أن تطمئننا',
  'incoming.what.enough': 'العدد كافٍ',
  'incoming.what.confirm': 'مسودة من {name} بانتظار عضو ثانٍ',
  'incoming.what.call-list': 'شجرة الهاتف مفتوحة: لديك من تتصل بهم',
  'incoming.title.needs-help': 'أحد الذين خرجوا يحتاج إلى مساعدة',
  'incoming.title.overdue': 'لم يصل خبر من أحدهم',
  'incoming.title.buddy': 'رفيقك لم يطمئننا',
  'incoming.title.check-in': 'هل أنت بخير؟ حان وقت أن تطمئننا',
  'incoming.over.cancelled': 'أُلغي النداء',
  'incoming.over.cancelled.coming': 'أُلغي النداء: رجاءً ارجع',
  'incoming.over.all-clear': 'زال الخطر وانتهى الأمر',
  'incoming.over.all-clear.coming': 'زال الخطر: يمكنك العودة',
  'incoming.about.needs-help': '{name} بحاجة إلى مساعدة. اتصل به. ومن يذهب فليذهب مع رفيق.',
  'incoming.about.buddy': 'أنت مع {name}. اتصل به وقل ما عرفته.',
  'incoming.about.overdue': 'لم يسمع أحد من {name} في الموعد. اتصل به ثم بمن هم قريبون.',
  'incoming.region': 'ما هو بانتظارك',
}
