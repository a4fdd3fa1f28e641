import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Language = 'zh' | 'en'

/** One chunk for each language: a reader loads only what is read. */
const LOAD = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
} as const

export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: await texts(language) } },
    returnNull: false,
  })
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

export async function showLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation'))
    i18next.addResourceBundle(language, 'translation', await texts(language))
  await i18next.changeLanguage(language)
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
}

/** Each file's name is the first part of its keys. */
async function texts(language: Language): Promise<Record<string, unknown>> {
  const { files } = await LOAD[language]()
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path.replace(/^.*\/|\.json$/g, ''), text]),
  )
}
