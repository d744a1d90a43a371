import type { erase as english } from '../en/erase.ts'
import type { Translation } from '../translation.ts'

export const erase: Translation<typeof english> = {
  'erase.action': 'محو نهائي…',
  'erase.title': 'هل تريد محو هذا نهائيًا؟',
  'erase.confirm': 'محو نهائي',
  'erase.text':
    '{count, plural, zero {يُمحى من هذا الحاسوب، وهو الوحيد في الشبكة. لا شيء يعيده.} one {يُمحى من هذا الحاسوب فورًا، ومن الحاسوب الآخر حين يعلم. لا شيء يعيده.} two {يُمحى من هذا الحاسوب فورًا، ومن الحاسوبين الآخرين حين يعلم كل منهما. لا شيء يعيده.} few {يُمحى من هذا الحاسوب فورًا، ومن الحواسيب الـ# الأخرى حين يعلم كل منها. لا شيء يعيده.} many {يُمحى من هذا الحاسوب فورًا، ومن الحواسيب الـ# الأخرى حين يعلم كل منها. لا شيء يعيده.} other {يُمحى من هذا الحاسوب فورًا، ومن الحواسيب الـ# الأخرى حين يعلم كل منها. لا شيء يعيده.}}',
  'erase.not': 'لا أحد يستطيع استرجاع ما نُسخ أو طُبع أو صُوّر، ولا ما تحتفظ به نسخة معدّلة من Muster.',
  'erase.referring':
    '{count, plural, one {محو ما يشير إليه أيضًا} two {محو السجلين اللذين يشيران إليه أيضًا} few {محو # سجلات تشير إليه أيضًا} many {محو # سجلًا تشير إليه أيضًا} zero {محو ما يشير إليه أيضًا} other {محو # سجل تشير إليه أيضًا}}',
  'erase.kind.contact': 'جهة اتصال',
  'erase.kind.incident': 'حادثة',
  'erase.kind.plan': 'خطة',
  'erase.kind.alert': 'نداء',
  'erase.kind.network': 'شبكة',
  'erase.kind.member': 'شخص',
  'erase.held': 'هذا محفوظ بأمر حفظ: يرفعه أحد المنسّقين أولًا.',
  'erase.forbidden': 'لا يمحوه إلا من أنشأه أو أحد المنسّقين. يمكنك أرشفته.',
  'erase.done': 'مُحي هنا. أكّد ذلك {confirmed, number} من أصل {computers, number} من الحواسيب.',
  'erase.pending': 'لم يُمح من هذا القرص بعد: تُعاد المحاولة وحدها. انظر هل القرص ممتلئ.',
  'erased.title': 'ما مُحي',
  'erased.text': 'يمحو كل حاسوب حين يعلم، ثم يقول ذلك. ما نُسخ من قبل، أو ما تحتفظ به نسخة معدّلة من Muster، لا يراه أحد.',
  'erased.none': 'لم يُمح شيء في هذه الشبكة.',
  'erased.records': '{count, plural, zero {لا سجلات} one {سجل واحد} two {سجلان} few {# سجلات} many {# سجلًا} other {# سجل}}',
  'erased.by': 'محاه {name}',
  'erased.confirmed': 'أكّد {confirmed, number} من أصل {computers, number} من الحواسيب',
  'erased.missing': 'ليس بعد: {names}',
  'erased.missing.more': ' و{count, number} غيرها',
  'erased.more':
    '{count, plural, zero {لا شيء قبلها} one {واحد أقدم} two {اثنان أقدم} few {# أقدم} many {# أقدم} other {# أقدم}}',
  'erased.pending': 'لم يستطع هذا الحاسوب إتمام المحو بعد. يعيد المحاولة وحده؛ انظر هل القرص ممتلئ.',
}
