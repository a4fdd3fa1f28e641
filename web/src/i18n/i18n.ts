import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Language = 'zh' | 'en'

/** Two chunks for each language: a reader loads only what is read, and the first page waits for the first of them. */
const LOAD = {
  zh: { first: () => import('./zh.ts'), late: () => import('./zh-late.ts') },
  en: { first: () => import('./en.ts'), late: () => import('./en-late.ts') },
} as const

export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: await texts(language, 'first') } },
    returnNull: false,
  })
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

export async function showLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await texts(language, 'first'))
  await lateTexts(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

const coming = new Map<Language, Promise<void>>()

/** The texts of the pages behind the first one: there before such a page is drawn. */
export function lateTexts(language = i18next.language as Language): Promise<void> {
  const begun = coming.get(language)
  if (begun) return begun
  const load = texts(language, 'late').then((more) => {
    i18next.addResourceBundle(language, 'translation', more, true)
  })
  coming.set(language, load)
  // What could not be loaded is asked for again by the next page.
  load.catch(() => coming.delete(language))
  return load
}

/** Each file's name is the first part of its keys. */
async function texts(language: Language, part: 'first' | 'late'): Promise<Record<string, unknown>> {
  const { files } = await LOAD[language][part]()
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.replace(/^.*\/|\.json$/g, ''), text]),
  )
}
