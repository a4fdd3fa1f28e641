import { useEffect, useState } from 'react'
import { type ThemeConfig, theme as antd } from 'antd'
import { usePrefs } from './prefs.ts'

const query = () => matchMedia('(prefers-color-scheme: dark)')

/** Light or dark as it applies now: the reader's choice, else the system's. Sets it on the document too. */
export function useScheme(): 'light' | 'dark' {
  const { theme } = usePrefs()
  const [system, setSystem] = useState(() => query().matches)
  useEffect(() => {
    const media = query()
    const change = () => setSystem(media.matches)
    media.addEventListener('change', change)
    return () => media.removeEventListener('change', change)
  }, [])
  const scheme = theme === 'system' ? (system ? 'dark' : 'light') : theme
  useEffect(() => {
    document.documentElement.dataset.theme = scheme
  }, [scheme])
  return scheme
}

const LIGHT = {
  accent: '#0e7c7b',
  hover: '#0a6463',
  on: '#ffffff',
  card: '#ffffff',
  ground: '#f6f8f9',
  line: '#cdd5db',
  no: '#b93628',
}
const DARK = {
  accent: '#3bb3ad',
  hover: '#5ccac4',
  on: '#06201f',
  card: '#171f26',
  ground: '#10161b',
  line: '#3d4954',
  no: '#f08475',
}

/** antd's tokens from ours. Values repeat tokens.css because antd computes shades from them. */
export function antdTheme(scheme: 'light' | 'dark'): ThemeConfig {
  const c = scheme === 'dark' ? DARK : LIGHT
  const ink = scheme === 'dark' ? '#e7edf1' : '#16202a'
  const ink2 = scheme === 'dark' ? '#93a0ab' : '#66727d'
  return {
    algorithm: scheme === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: c.accent,
      // antd lightens on hover, which would drop the white word below AA.
      colorPrimaryHover: c.hover,
      colorInfo: c.accent,
      colorError: c.no,
      colorLink: scheme === 'dark' ? '#5ccac4' : '#0a6463',
      colorText: ink,
      colorTextPlaceholder: ink2,
      colorTextDescription: ink2,
      colorTextDisabled: ink2,
      colorBgContainer: c.card,
      colorBgElevated: c.card,
      colorBgLayout: c.ground,
      colorBorder: c.line,
      fontFamily: 'var(--sans)',
      fontFamilyCode: 'var(--mono)',
      borderRadius: 6,
      fontSize: 14,
      motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Button: { primaryColor: c.on, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    },
  }
}
