import { hashSql } from '../../../../safeguard/crypto/hashing/index.ts'

/**
 * The independent recount: the two real folders as plain SQL over their CSV files, without mapping engine, dictionary
 * or rule compiler. `{dir}` is the folder. Written by hand, so that two ways must agree and not one with itself.
 */
const csv = (name: string): string => `read_csv('{dir}/${name}.csv', all_varchar = true, header = true)`
const day = (column: string): string => `DATE '1970-01-01' + CAST(CAST(${column} AS DOUBLE) AS INTEGER)`
const cents = (column: string): string => `CAST(round(CAST(${column} AS DOUBLE) * 100) AS BIGINT)`
const lines = (column: string): string =>
  `(${[1, 2, 3, 4, 5].map((i) => `coalesce(${cents(`${column}_${i}`)}, 0)`).join(' + ')})`
const years = (from: string, to: string): string =>
  `(year(${to}) - year(${from}) - CASE WHEN strftime(${to}, '%m%d') < strftime(${from}, '%m%d') THEN 1 ELSE 0 END)`
const each = (make: (i: number) => string): string => [1, 2, 3, 4, 5].map(make).join(' UNION ALL ')

const CMS_PERSON = `(SELECT DESYNPUF_ID AS id, min(CASE BENE_SEX_IDENT_CD WHEN '1' THEN '1' WHEN '2' THEN '2' END) AS gend,
  min(${day('BENE_BIRTH_DT')}) AS brdy FROM ${csv('bene')} GROUP BY 1)`

function cmsVisit(
  name: string,
  pre: string,
  medType: string,
  from: string,
  to: string,
  extra: string,
): string {
  return `SELECT '${pre}-' || CLM_ID AS mdtrt_id, DESYNPUF_ID AS psn_no, p.gend, p.brdy, ${years('p.brdy', day(from))} AS age,
    CAST(${day(from)} AS TIMESTAMP) AS begntime, CAST(${day(to)} AS TIMESTAMP) AS endtime, '${medType}' AS med_type,
    CAST(year(${day(from)}) AS VARCHAR) AS year, ICD9_DGNS_CD_1 AS dscg_maindiag_code, '1' AS vali_flag,
    '${name}-' || CLM_ID AS rid, ${extra} FROM ${csv(name)} c LEFT JOIN ${CMS_PERSON} p ON p.id = c.DESYNPUF_ID`
}

function cmsSettlement(
  name: string,
  pre: string,
  medType: string,
  from: string,
  to: string,
  amounts: string,
): string {
  return `SELECT '${pre}-' || CLM_ID AS setl_id, '${pre}-' || CLM_ID AS mdtrt_id, DESYNPUF_ID AS psn_no, p.gend, p.brdy,
    ${years('p.brdy', day(from))} AS age, ${day(from)} AS begndate, ${day(to)} AS enddate, '${medType}' AS med_type,
    CAST(year(${day(from)}) AS VARCHAR) AS year, '1' AS vali_flag, '${name}-' || CLM_ID AS rid, ${amounts}
    FROM ${csv(name)} c LEFT JOIN ${CMS_PERSON} p ON p.id = c.DESYNPUF_ID`
}

const CMS_CLAIMS = [
  ['carrier', 'C'],
  ['outpatient', 'O'],
  ['inpatient', 'I'],
] as const
const [FROM, TO, ADMITTED, LEFT] = ['CLM_FROM_DT', 'CLM_THRU_DT', 'CLM_ADMSN_DT', 'NCH_BENE_DSCHRG_DT']
const hospital = (deductible: string, coinsurance: string): string =>
  `CAST(NULL AS BIGINT) AS medfee_sumamt, ${cents('CLM_PMT_AMT')} AS hifp_pay, ${cents('NCH_PRMRY_PYR_CLM_PD_AMT')} AS othfund_pay,
   ${cents('CLM_PMT_AMT')} + ${cents('NCH_PRMRY_PYR_CLM_PD_AMT')} AS fund_pay_sumamt, ${cents(deductible)} AS act_pay_dedc,
   coalesce(${cents(deductible)}, 0) + coalesce(${cents(coinsurance)}, 0) + coalesce(${cents('NCH_BENE_BLOOD_DDCTBL_LBLTY_AM')}, 0) AS psn_pay,
   PRVDR_NUM AS fixmedins_code`

const CMS: Readonly<Record<string, string>> = {
  psn_info_b: `SELECT DESYNPUF_ID AS psn_no, CASE BENE_SEX_IDENT_CD WHEN '1' THEN '1' WHEN '2' THEN '2' END AS gend,
    ${day('BENE_BIRTH_DT')} AS brdy, 'USA' AS nat_regn_code, CASE WHEN BENE_DEATH_DT IS NULL THEN '1' ELSE '2' END AS surv_stas,
    ${day('BENE_DEATH_DT')} AS die_date, '1' AS vali_flag, 'bene-' || DESYNPUF_ID || '-' || BENE_YEAR AS rid FROM ${csv('bene')} b
    WHERE CAST(BENE_YEAR AS DOUBLE) = (SELECT max(CAST(BENE_YEAR AS DOUBLE)) FROM ${csv('bene')} l WHERE l.DESYNPUF_ID = b.DESYNPUF_ID)`,
  mdtrt_d: [
    cmsVisit(
      'carrier',
      'C',
      '11',
      FROM,
      TO,
      'PRF_PHYSN_NPI_1 AS chfpdr_code, NULL AS fixmedins_code, NULL AS ipt_days',
    ),
    cmsVisit('outpatient', 'O', '11', FROM, TO, 'AT_PHYSN_NPI, PRVDR_NUM, NULL'),
    cmsVisit(
      'inpatient',
      'I',
      '21',
      ADMITTED,
      LEFT,
      'AT_PHYSN_NPI, PRVDR_NUM, CAST(CLM_UTLZTN_DAY_CNT AS DOUBLE)',
    ),
  ].join(' UNION ALL '),
  setl_d: [
    cmsSettlement(
      'carrier',
      'C',
      '11',
      FROM,
      TO,
      `${lines('LINE_ALOWD_CHRG_AMT')} AS medfee_sumamt, ${lines('LINE_NCH_PMT_AMT')} AS hifp_pay, ${lines('LINE_BENE_PRMRY_PYR_PD_AMT')} AS othfund_pay,
       ${lines('LINE_NCH_PMT_AMT')} + ${lines('LINE_BENE_PRMRY_PYR_PD_AMT')} AS fund_pay_sumamt, ${lines('LINE_BENE_PTB_DDCTBL_AMT')} AS act_pay_dedc,
       ${lines('LINE_BENE_PTB_DDCTBL_AMT')} + ${lines('LINE_COINSRNC_AMT')} AS psn_pay, NULL AS fixmedins_code`,
    ),
    cmsSettlement(
      'outpatient',
      'O',
      '11',
      FROM,
      TO,
      hospital('NCH_BENE_PTB_DDCTBL_AMT', 'NCH_BENE_PTB_COINSRNC_AMT'),
    ),
    cmsSettlement(
      'inpatient',
      'I',
      '21',
      ADMITTED,
      LEFT,
      hospital('NCH_BENE_IP_DDCTBL_AMT', 'NCH_BENE_PTA_COINSRNC_LBLTY_AM'),
    ),
  ].join(' UNION ALL '),
  fee_list_d: `SELECT PDE_ID AS bkkp_sn, DESYNPUF_ID AS psn_no, CAST(${day('SRVC_DT')} AS TIMESTAMP) AS fee_ocur_time, '41' AS med_type,
    CAST(QTY_DSPNSD_NUM AS DOUBLE) AS cnt, ${cents('TOT_RX_CST_AMT')} AS det_item_fee_sumamt, '101' AS list_type, '09' AS med_chrgitm_type,
    CAST(DAYS_SUPLY_NUM AS DOUBLE) AS prd_days, '1' AS vali_flag, 'pde-' || PDE_ID AS rid FROM ${csv('pde')}`,
  setl_list_diag_d: CMS_CLAIMS.map(([name, pre]) =>
    each(
      (
        i,
      ) => `SELECT '${pre}-' || CLM_ID || '-D${i}' AS setl_list_diag_id, '${pre}-' || CLM_ID AS setl_id, '${pre}-' || CLM_ID AS mdtrt_id,
        DESYNPUF_ID AS psn_no, '${i === 1 ? 1 : 0}' AS maindiag_flag, ICD9_DGNS_CD_${i} AS diag_code, '1' AS vali_flag,
        '${name}-' || CLM_ID || '-D${i}' AS rid FROM ${csv(name)} WHERE ICD9_DGNS_CD_${i} <> ''`,
    ),
  ).join(' UNION ALL '),
  setl_list_oprn_d: CMS_CLAIMS.slice(1)
    .map(([name, pre]) =>
      each(
        (
          i,
        ) => `SELECT '${pre}-' || CLM_ID || '-P${i}' AS setl_list_oprn_id, '${pre}-' || CLM_ID AS setl_id, '${pre}-' || CLM_ID AS mdtrt_id,
          DESYNPUF_ID AS psn_no, '${i === 1 ? 1 : 0}' AS main_oprn_flag, ICD9_PRCDR_CD_${i} AS oprn_oprt_code, '1' AS vali_flag,
          '${name}-' || CLM_ID || '-P${i}' AS rid FROM ${csv(name)} WHERE ICD9_PRCDR_CD_${i} <> ''`,
      ),
    )
    .join(' UNION ALL '),
}

const stamp = (column: string): string => `CAST(replace(replace(${column}, 'T', ' '), 'Z', '') AS TIMESTAMP)`
const START_DAY = `CAST(${stamp('START')} AS DATE)`
const CLASS = `CASE ENCOUNTERCLASS WHEN 'emergency' THEN '13' WHEN 'urgentcare' THEN '13' WHEN 'inpatient' THEN '21' WHEN 'snf' THEN '21'
  WHEN 'hospice' THEN '21' WHEN 'ambulatory' THEN '11' WHEN 'wellness' THEN '11' WHEN 'outpatient' THEN '11' END`
const SYN_PERSON = `p.Id AS psn_no, p.FIRST || ' ' || p.LAST AS psn_name, '99' AS psn_cert_type, p.SSN AS certno,
  CASE p.GENDER WHEN 'M' THEN '1' WHEN 'F' THEN '2' END AS gend, CAST(p.BIRTHDATE AS DATE) AS brdy`
const ENCOUNTER = `FROM ${csv('encounters')} e LEFT JOIN ${csv('patients')} p ON p.Id = e.PATIENT
  LEFT JOIN ${csv('organizations')} g ON g.Id = e.ORGANIZATION`
const id = (...columns: string[]): string =>
  `${hashSql(columns.map((column) => `coalesce(${column}, '')`).join(' || chr(31) || '))}[1:32]`

const SYNTHEA: Readonly<Record<string, string>> = {
  psn_info_b: `SELECT ${SYN_PERSON}, 'USA' AS nat_regn_code, CASE WHEN DEATHDATE IS NULL THEN '1' ELSE '2' END AS surv_stas,
    CAST(DEATHDATE AS DATE) AS die_date, CASE MARITAL WHEN 'M' THEN '20' WHEN 'S' THEN '10' WHEN 'D' THEN '40' WHEN 'W' THEN '30' END AS mrg_stas,
    '1' AS vali_flag, 'patients-' || Id AS rid FROM ${csv('patients')} p`,
  psn_insu_d: `SELECT ${id('PATIENT', 'START_DATE', 'PAYER')} AS psn_insu_rlts_id, PATIENT AS psn_no, CAST(${stamp('START_DATE')} AS DATE) AS psn_insu_date,
    CAST(${stamp('END_DATE')} AS DATE) AS paus_insu_date, '1' AS vali_flag, ${id("'payer_transitions'", 'PATIENT', 'START_DATE', 'PAYER')} AS rid
    FROM ${csv('payer_transitions')} t JOIN ${csv('payers')} y ON y.Id = t.PAYER WHERE y.NAME <> 'NO_INSURANCE'`,
  mdtrt_d: `SELECT e.Id AS mdtrt_id, ${SYN_PERSON}, ${years('CAST(p.BIRTHDATE AS DATE)', START_DAY)} AS age, g.NAME AS fixmedins_name,
    ${stamp('START')} AS begntime, ${stamp('STOP')} AS endtime, ${CLASS} AS med_type, CAST(year(${START_DAY}) AS VARCHAR) AS year,
    REASONCODE AS dscg_maindiag_code, '1' AS vali_flag, 'encounters-' || e.Id AS rid ${ENCOUNTER}`,
  setl_d: `SELECT e.Id AS setl_id, e.Id AS mdtrt_id, ${SYN_PERSON}, ${years('CAST(p.BIRTHDATE AS DATE)', START_DAY)} AS age, g.NAME AS fixmedins_name,
    ${START_DAY} AS begndate, CAST(${stamp('STOP')} AS DATE) AS enddate, ${CLASS} AS med_type, ${cents('TOTAL_CLAIM_COST')} AS medfee_sumamt,
    ${cents('PAYER_COVERAGE')} AS hifp_pay, ${cents('PAYER_COVERAGE')} AS fund_pay_sumamt,
    ${cents('TOTAL_CLAIM_COST')} - ${cents('PAYER_COVERAGE')} AS psn_pay, CAST(year(${START_DAY}) AS VARCHAR) AS year,
    (SELECT CASE WHEN count(DISTINCT LASTBILLEDDATE1) = 1 THEN ${stamp('min(LASTBILLEDDATE1)')} END FROM ${csv('claims')} c
      WHERE c.APPOINTMENTID = e.Id) AS setl_time, '1' AS vali_flag, 'encounters-' || e.Id AS rid ${ENCOUNTER}`,
  setl_list_diag_d: `SELECT ${id('c.ENCOUNTER', 'c.CODE', 'c.START')} AS setl_list_diag_id, ENCOUNTER AS setl_id, ENCOUNTER AS mdtrt_id, c.PATIENT AS psn_no,
    c.CODE AS diag_code, c.DESCRIPTION AS diag_name, CASE WHEN e.REASONCODE = c.CODE THEN '1' ELSE '0' END AS maindiag_flag, '1' AS vali_flag,
    ${id("'conditions'", 'c.ENCOUNTER', 'c.CODE', 'c.START')} AS rid FROM ${csv('conditions')} c LEFT JOIN ${csv('encounters')} e ON e.Id = c.ENCOUNTER`,
  setl_list_oprn_d: `SELECT ${id('ENCOUNTER', 'CODE', 'START')} AS setl_list_oprn_id, ENCOUNTER AS setl_id, ENCOUNTER AS mdtrt_id, PATIENT AS psn_no,
    CODE AS oprn_oprt_code, DESCRIPTION AS oprn_oprt_name, ${START_DAY} AS oprn_oprt_date, ${stamp('START')} AS oprn_oprt_begntime,
    ${stamp('STOP')} AS oprn_oprt_endtime, '1' AS vali_flag, ${id("'procedures'", 'ENCOUNTER', 'CODE', 'START')} AS rid FROM ${csv('procedures')}`,
  fee_list_d: `SELECT ${id('m.ENCOUNTER', 'm.CODE', 'm.START')} AS bkkp_sn, m.ENCOUNTER AS mdtrt_id, m.ENCOUNTER AS setl_id, m.PATIENT AS psn_no,
    ${stamp('m.START')} AS fee_ocur_time, ${CLASS} AS med_type, CAST(DISPENSES AS DOUBLE) AS cnt, CAST(BASE_COST AS DOUBLE) AS pric,
    ${cents('TOTALCOST')} AS det_item_fee_sumamt, '101' AS list_type, '09' AS med_chrgitm_type, '1' AS vali_flag,
    ${id("'medications'", 'm.ENCOUNTER', 'm.CODE', 'm.START')} AS rid FROM (SELECT * EXCLUDE (PAYER) FROM ${csv('medications')}) m
    LEFT JOIN (SELECT Id, ENCOUNTERCLASS FROM ${csv('encounters')}) e ON e.Id = m.ENCOUNTER`,
}

/** Mapping set → national table → plain SQL of its rows. */
export const RECOUNT_TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cms_synpuf: CMS,
  synthea: SYNTHEA,
}
