import type { GradeScheme } from './model.ts'

/**
 * GB/T 39725-2020: five levels by who may see what in care and research. Uses, k and risk of each level are ours
 * (proposal; k ≥ 5 and risk ≤ 0.2 are common practice, unverified): a further version changes them without code.
 */
const GBT39725: GradeScheme = {
  code: 'gbt39725',
  version: 1,
  titleZh: '健康医疗数据五级（GB/T 39725-2020）',
  titleEn: 'Health data, five levels (GB/T 39725-2020)',
  basis: 'GB/T 39725-2020; uses and thresholds of the levels are a proposal (unverified)',
  of: 'column',
  levels: [
    {
      code: 'L1',
      titleZh: '1级 可公开',
      titleEn: 'Level 1: public',
      allows: ['group', 'measure', 'join', 'identity', 'hidden'],
      minK: 1,
      maxRisk: 1,
      offer: 'any',
    },
    {
      code: 'L2',
      titleZh: '2级 较大范围使用，不能识别个人',
      titleEn: 'Level 2: wide use, identifies nobody',
      allows: ['group', 'measure', 'join', 'identity', 'hidden'],
      minK: 3,
      maxRisk: 0.34,
      offer: 'any',
    },
    {
      code: 'L3',
      titleZh: '3级 部分去标识，项目组内使用',
      titleEn: 'Level 3: partly de-identified, within a project team',
      allows: ['group', 'measure', 'join', 'identity', 'hidden'],
      minK: 5,
      maxRisk: 0.2,
      offer: 'any',
    },
    {
      code: 'L4',
      titleZh: '4级 可直接识别个人，诊疗人员使用',
      titleEn: 'Level 4: identifies a person, for treating staff',
      allows: ['join', 'identity', 'hidden'],
      minK: 10,
      maxRisk: 0.1,
      offer: 'any',
    },
    {
      code: 'L5',
      titleZh: '5级 极小范围（艾滋病、性病等）',
      titleEn: 'Level 5: very few people (HIV, sexually transmitted diseases)',
      allows: ['hidden'],
      minK: 20,
      maxRisk: 0.05,
      offer: 'named',
    },
  ],
}

/** GB/T 43697-2024: decided by the authority's catalogue and by scale, hence by a person with reasons. */
const GBT43697: GradeScheme = {
  code: 'gbt43697',
  version: 1,
  titleZh: '数据分类分级三级（GB/T 43697-2024）',
  titleEn: 'Data classification, three levels (GB/T 43697-2024)',
  basis: 'GB/T 43697-2024; what each level demands of an offer is a proposal (unverified)',
  of: 'dataset',
  levels: [
    {
      code: 'general',
      titleZh: '一般数据',
      titleEn: 'General data',
      allows: ['group', 'measure', 'join', 'identity', 'hidden'],
      minK: 1,
      maxRisk: 1,
      offer: 'any',
    },
    {
      code: 'important',
      titleZh: '重要数据',
      titleEn: 'Important data',
      allows: ['group', 'measure', 'join', 'identity', 'hidden'],
      minK: 10,
      maxRisk: 0.1,
      offer: 'named',
    },
    {
      code: 'core',
      titleZh: '核心数据',
      titleEn: 'Core data',
      allows: ['hidden'],
      minK: 20,
      maxRisk: 0.05,
      offer: 'none',
    },
  ],
}

/** Schemes that every space has; further ones, and further versions of these, are rows. */
export const SHIPPED: readonly GradeScheme[] = [GBT39725, GBT43697]
