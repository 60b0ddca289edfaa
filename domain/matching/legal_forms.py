"""Which words at the edge of a name only say in what legal form the company exists?

Written as companies write them; `normalise` folds them like any name. Several words form one entry when they
belong together. Words that also say something about the business ("Group", "Holding") are not here but in `generic_words`.
"""

from __future__ import annotations

ENDINGS = """
ltd; limited; ltd company; co ltd; co limited; private limited; pvt ltd; pvt limited; pvt; plc; public limited company; llp; lp; llc; lllp;
limited liability company; limited liability partnership; limited partnership; cic; cio; dac; uc; teoranta
inc; incorporated; corp; corporation; co; company; companies; pc; pllc; public benefit corporation; pbc; nfp
pty; pty ltd; proprietary limited; proprietary; npc; bpk; pte; pte ltd; bhd; sdn bhd; berhad; sendirian berhad; pcl; public company limited; tbk; persero
gmbh; gesellschaft mit beschränkter haftung; ges mbh; gesmbh; mbh; ggmbh; ag; aktiengesellschaft; akg; kg; kommanditgesellschaft; kgaa; ohg; og
ug; ug haftungsbeschränkt; haftungsbeschränkt; gbr; partg; partgmbb; partg mbb; ev; eingetragener verein; eg; ek; ekfr; e kfm; se; kdör; aör; ewiv
sa; société anonyme; sas; sasu; sarl; sàrl; société à responsabilité limitée; eurl; snc; scs; sca; sci; scop; scea; gie; selarl; selas; et cie; cie
spa; società per azioni; srl; srls; società a responsabilità limitata; sapa; sas di; scarl; scpa; società cooperativa; scrl; soc coop; onlus
sl; slu; sociedad limitada; sociedad anónima; sau; slp; sll; sal; s coop; scl; s en c; sociedad de responsabilidad limitada
sa de cv; s de rl de cv; s de rl; sapi de cv; sab de cv; sapib de cv; sofom enr; sc de rl; sociedad anónima de capital variable
sa esp; sas esp; spa chile; eirl; saa; sac; sociedad anónima cerrada; saci; saic; ca; rl; srl de cv; sociedad por acciones simplificada
lda; limitada; ltda; eireli; epp; ltda me; ltda epp; sociedade anônima; sociedade limitada; unipessoal lda; unipessoal; sgps
bv; nv; vof; cv; cvba; bvba; sprl; srl bv; asbl; vzw; besloten vennootschap; naamloze vennootschap; coöperatief ua; ua; maatschap; ebvba
ab; ab publ; publ; aktiebolag; hb; kb; handelsbolag; ek för; ekonomisk förening; as; asa; a s; aksjeselskap; aps; ivs; amba; anpartsselskab; aktieselskab; nuf
oy; oyj; oy ab; ky; osakeyhtiö; ry; hf; ehf; ohf; slf; oü; osaühing; aktsiaselts; sia; uab; uždaroji akcinė bendrovė; mb; vši; aas
sp z oo; sp zoo; spółka z ograniczoną odpowiedzialnością; spółka akcyjna; sp j; sp k; spj; spk; sp z oo sp k; sp z oo sk; spółka jawna; spółka komandytowa; psa
sro; s ro; spol sro; spol s ro; společnost s ručením omezeným; akciová společnost; akciová spoločnosť; vos; ks; zs; sp
kft; zrt; nyrt; rt; bt; kkt; korlátolt felelősségű társaság; srl d; societate cu răspundere limitată; societatea cu răspundere limitată; societate pe acțiuni; pfa
doo; d d; dd; dno; jdoo; ad; ood; eood; ead; dooel
as; anonim şirketi; anonim ortaklığı; tas; tao; ltd şti; limited şirketi; şti; sanayi ve ticaret; san ve tic; sanayi ve ticaret as; san tic; ticaret; tic; dış tic
ae; epe; ike; abee; aebe; sa hellas; anonymi etairia
ооо; оао; зао; пао; ао; нао; тов; тоо; ип; чп; гуп; фгуп; муп; пат; прат; общество с ограниченной ответственностью; акционерное общество; публичное акционерное общество
ooo; oao; zao; pao; tov; too; jsc; ojsc; cjsc; pjsc; joint stock company; open joint stock company; public joint stock company; closed joint stock company; jsco; jscb; ook
joint stock commercial bank; saoc; saog; sao; sae; wll; bsc; bsc c; bscc; ksc; kscp; kscc; qsc; qpsc; fze; fzco; fzc; fz llc; fze llc; dmcc; psc; pjs; llc sp
kk; kabushiki kaisha; kabushiki gaisha; yk; yugen kaisha; gk; godo kaisha; co inc; coltd
株式会社; 有限会社; 合同会社; 合資会社; 合名会社; 一般社団法人; 一般財団法人; 公益財団法人; 有限公司; 股份有限公司; 有限责任公司; 有限責任公司; 集团有限公司; 股份公司; 集团股份有限公司
주식회사; 유한회사; 유한책임회사; 합자회사; 公司
na; national association; ltd co; anstalt; z oo; reg tr
class a; class b; class c; registered shares; ordinary shares; common stock; adr; gdr; reg
"""

BEGINNINGS = """
pt; cv; ud; ooo; oao; zao; pao; ao; ооо; оао; зао; пао; ао; нао; тов; тоо; ип; пат; прат; jsc; ojsc; cjsc; pjsc; jscb; llc; ltd; gmbh; srl; sarl; sia; uab; oü; eurl; sas; sasu
joint stock company; open joint stock company; public joint stock company; closed joint stock company; limited liability company; pao
общество с ограниченной ответственностью; акционерное общество; публичное акционерное общество; открытое акционерное общество; закрытое акционерное общество
open joint stock commercial bank; societatea cu răspundere limitată; société anonyme; société; societe par actions simplifiee; firma; sdn bhd; cong ty; cong ty cp; cong ty tnhh; công ty cổ phần; công ty tnhh
株式会社; 有限会社; 合同会社; 合資会社; 一般社団法人; 주식회사; 유한회사
"""


def listed(block: str) -> tuple[str, ...]:
    """The entries of a block above: one or several words each, parted by semicolons and line ends."""
    return tuple(entry.strip() for line in block.splitlines() for entry in line.split(";") if entry.strip())
