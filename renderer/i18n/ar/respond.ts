import type { respond as english } from '../en/respond.ts'
import type { Translation } from '../translation.ts'

export const respond: Translation<typeof english> = {
  'respond.still.coming': 'ما زلت في الطريق، أنا بخير',
  'respond.still.on-scene': 'ما زلت هناك، أنا بخير',
  'respond.still.leaving': 'ما زلت في طريق العودة، أنا بخير',
  'respond.help.confirm': 'نعم، أحتاج إلى مساعدة',
  'respond.help.text': 'يُخبَر فورًا كل من خرج، ورفيقك، وصاحب النداء، ومن هو مناوب.',
  'respond.help.note': 'أين أنت وماذا تحتاج',
  'respond.help.told': 'الآخرون يعلمون أنك بحاجة إلى مساعدة. قل متى تصبح بخير.',
  'respond.enough.standby': 'شكرًا على استعدادك. ابقَ مكانك، وسيُقال لك إن لزم المزيد.',
  'respond.over.safe': 'قل متى عدت بسلام: حتى ذلك الحين يتابعك الآخرون.',
  'respond.alone': 'لا أحد معك بعد. اذهب مع رفيق.',
  'debrief.title': 'نظرة إلى الوراء',
  'debrief.lead': 'إن شئت: ما الذي سار جيدًا وما الذي يجب تغييره. لا أحد مُلزم بقول شيء.',
  'debrief.hint': 'اكتب عن العمل وكيف سار. اترك الإصابات، وما فُعل بأي أحد، ومن كان. يستطيع كل الأعضاء قراءته.',
  'debrief.well': 'ما الذي سار جيدًا',
  'debrief.change': 'ما الذي يجب تغييره',
  'debrief.support': 'أود أن أتحدث مع أحد',
  'debrief.support.hint': 'يظهر اسمك بجانبه كي يعرض أحد ذلك عليك.',
  'debrief.wants-support': 'يود أن يتحدث مع أحد',
  'debrief.write': 'أضف شيئًا',
  'respond.strip': 'أنت في الخارج',
  'respond.strip.title': 'أنت: {state}. {headline}',
  'respond.enough.coming': 'العدد كافٍ الآن. أنت منهم: واصل طريقك.',
}
