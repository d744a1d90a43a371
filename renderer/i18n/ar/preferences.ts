import type { preferences as english } from '../en/preferences.ts'
import type { Translation } from '../translation.ts'

export const preferences: Translation<typeof english> = {
  'prefs.calls': 'النداءات على هذا الحاسوب',
  'prefs.sound': 'النداءات تصدر صوتًا',
  'prefs.sound.hint': 'تظهر في كل الأحوال.',
  'prefs.sound.try': 'تجربة الصوت',
  'prefs.quiet': 'ساعات الهدوء',
  'prefs.quiet.hint': 'عندها لا يصدر صوتًا إلا نداء لا ينتظر، أو من خرج ويحتاج إلى مساعدة.',
  'prefs.quiet.from': 'من',
  'prefs.quiet.to': 'إلى',
  'prefs.keys': 'الإجابة بالمفاتيح 1 و2 و3',
  'prefs.keys.hint': 'أوقفه إن كنت تضغط المفاتيح سهوًا أو تملي على الحاسوب. الأزرار تبقى.',
  'prefs.notices': 'إشعارات خارج النافذة',
  'prefs.notices.text': 'تقول إن أحدًا ينادي، ولا شيء عن ماذا أو مَن.',
  'prefs.notices.ask': 'السماح بالإشعارات',
  'prefs.notices.granted': 'الإشعارات مسموح بها.',
  'prefs.notices.denied': 'قيل للمتصفح ألا يعرضها. غيّر ذلك في إعداداته لهذه الصفحة.',
  'prefs.notices.unsupported': 'هذا المتصفح لا يدعمها. أبقِ النافذة مفتوحة حيث تسمعها.',
  'today.calls.all': 'كل النداءات',
}
