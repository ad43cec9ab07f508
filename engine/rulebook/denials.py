"""When a sentence takes a promise back: the grammar of denial, the same for every promise.

A rule of ``never_say.toml`` names the ways that can take its promise back (``before``,
``after``, ``later``, ``inside`` …) beside expressions of its own. The quoting of a client,
and plain questions, take back any promise but a suggestion ("why not …?").
"""

from __future__ import annotations

import re
from functools import lru_cache

from engine.rulebook.phrases import compiled

HIT = "⟦[^⟧]*⟧"
IN_HIT = "⟦[^⟧]*?"

# "not hesitate", "no doubt", "not only": a negation that denies nothing.
_EMPTY_EN = (
    r"(?!\s+(?:only|just|merely|simply|solely|doubt|hesitate|worry|question|fail|"
    r"go\s+(?:far\s+)?wrong|problem|issue|trouble"
    r"|wonder|matter|longer|least|reason\s+(?:why\s+)?not|reason\s+against|way\s+around|other|"
    r"better|exaggerat\w+"
    r"|sooner|need\s+to\s+(?:doubt|worry|hesitate)|have\s+to\s+worry|one\s+(?:doubts|can\s+deny|"
    r"will\s+deny)|deny"
    r"|be\s+(?:afraid|shy|surprised|disappointed)|forget|mind|stop|miss|regret|overlook|wait|"
    r"surprisingly|to\s+mention"
    r"|beats?|like|compares?|comes\s+close|nothing|more\s+than|much\s+more))\b"
)
_NOT_EN = (
    r"(?<!why )(?<!reason )(?<!if )(?:\b(?:never|not|cannot|nobody|no[\s-]one|none|nor|neither|"
    r"hardly|refuse[sd]?"
    r"|unable|impossible|nothing|(?<!go )(?<!goes )wrong|false|stop|avoid\w*|reject\w*|forbid\w*|"
    r"forbidden|ban(?:s|ned)?|myth|untrue"
    r"|misleading|dishonest|refrain|careless|irresponsible|unrealistic|rule[sd]?\s+out|exclude[sd]?)|n't)"
    + _EMPTY_EN
)
_NEW_CLAUSE = (
    r",\s+(?:and\s+|so\s+|then\s+|but\s+)?(?:an?|the|we|our|you|your|it|i|this|that|he|she|they|let|just|"
    r"rest|everything)\b"
)
_STEP = (
    rf"(?:(?!{_NEW_CLAUSE}|\b(?:without|but|except|than|until|unless|because|so|however|yet|still|"
    r"though)\b)[^;⟦⟧])"
)
_NEGATED_BE = (
    r"(?:(?:(?!(?:if|when|because|since|so|unless|while|which|and|but|where|that|even|although|"
    r"though)\b)\w+\s+){0,3}?(?:is|are|was|were|will|would|can|could|should|shall|must|does|do|"
    r"did|has|have|may|might|ca|wo)"
    r"(?:\s+(?:also|still|simply|just|therefore|certainly|definitely))?(?:\s*n[o']t|not|\s+never|"
    r"\s+hardly|\s+no\b)"
    r"(?!\s+(?:only|just|merely|surprising|disappoint|fail|let|a\s+problem|an\s+issue|in\s+doubt|a\s+dream"
    r"|hard|difficult|far|without|wrong|a\s+question|too|need\s+(?:any\s+)?label|stop|make\s+mistakes|hurt"
    r"|expensive|problem|doubt|open|negotiable|over|exceed|drop|fall|go\s+below|miss|until|unless|before))"
    r"|(?:\w+\s+){0,4}?(?:is|are|was|would\s+be)\s+(?:\w+\s+)?(?:unrealistic|impossible|"
    r"out\s+of\s+the\s+question|ruled\s+out|wrong"
    r"|false|untrue|a\s+myth|misleading|dishonest|unacceptable|forbidden|nonsense|excluded|"
    r"off\s+the\s+table|unsuitable|useless"
    r"|a\s+lie|too\s+(?:risky|early|slow|costly|expensive|much)|unwise|banned|a\s+mistake|"
    r"rejected|prohibited)"
    r"|(?:\w+\s+){0,3}?(?:fails?\b|makes\s+no\s+sense)"
    r"|(?:\w+\s+){0,5}?(?:rejected|dismissed|discarded|dropped|ruled\s+out|excluded|turned\s+down|"
    r"crossed\s+out))"
)

_DOUBLE_KO = (
    r"(?!\S{0,2}\s*(?:이유|까닭|수)(?:가|는|도|란)?\s*(?:전혀\s*)?(?:없|있겠))"
    r"(?!\S{0,3}\s*(?:것|건|게|거)(?:은|이|도)?\s*(?:아니|아닙|없))(?!지(?:는|도)?\s*않)(?!\S{0,3}\s*리(?:가|는)?\s*없)"
)
_TIE_KO = (
    r"(?:\s*(?:을|를|은|는|이|가|도|까지|조차|하기|되기|드리기|하기는|할|될|드릴|해\s*드릴|하지|되지|드리지|해\s*드리지|하진|되진"
    r"|한다고|된다고|한다는|된다는|합니다라고|해\s*준다고|해\s*드린다고|드린다고|드린다는|이라고|라고|라는|고|하겠다고|하겠다는"
    r"|할\s*수\s*있다고|할\s*수\s*있다는|될\s*수\s*있다고|하는|되는|해\s*주는|하려면|하는\s*것|되는\s*것|하는\s*건|되는\s*건|하는\s*일|것|건|말|말은|말을"
    r"|표현|표현은|표현을|문구|문구는|문구를|약속|약속은|것은|것이|곳|사람|모델|모델은|식의|결코|절대|절대로|아무도|누구도|말하면|하면|하면은|드리면|해서는|하지는)){0,6}"
)
_NO_KO = (
    r"(?:(?:수|리|일|법|바|뜻|의도)(?:는|가|도|란|야|을)?\s*(?:전혀\s*|절대\s*)?없|없(?:습|다|어요|음|는|으며|고|지만|네|죠)"
    r"|(?:하지는?|되지는?|드리지는?|지는?|지도|진|하진|되진)?\s*않|(?:지는?|지도|진)?\s*못(?!\s*할\s*(?:것|이유|까닭|건|게|일))"
    r"|(?<![제방대동편보초])안\s*(?:하|합|해|됩|되|돼|된|할|드|씁|써|쓰|쓸)|지?\s*(?:마세요|마십|마라|마시|맙시|말아|말고|말라|말자|말기|말\s*것|말아야)"
    r"|어렵(?!지)|어려운\s*(?:일|이야)|힘들(?!지)|힘듭|불가(?!능을|능도)|무리(?:입|이|예|다|라)|아닙|아니(?:다|에|예|라|며|므|한|하|함|할|지만|"
    r"고(?!서)|요|죠)|아닌|아녜|아님"
    r"|곤란|금물|금지|거짓|위험|삼가|피(?:합|하|해|할)|빼(?:\s*주|세|고|겠|야|기)|제외|배제|거절|삭제|지우|지워|오해|착각|틀린|틀립|잘못|미신|신화|"
    r"허용되지|사실과|비현실)" + _DOUBLE_KO
)
_ASK_KO = (
    r"(?:물[으어]|묻|문의|질문|여쭈|여쭤|요구|요청|달라|기대|원하|바라|우기|"
    r"고집|말하면|말한다면|하시면|하더라|얘기하면|주장)"
)

NAMED = {
    # English
    "before": _NOT_EN + _STEP + r"{0,70}?HIT",
    "after": r"HIT['\"]?\s*,?\s*" + _NEGATED_BE,
    "inside": IN_HIT + r"(?:\b(?:not|never|cannot|nobody|no[\s-]one|none|hardly)|n't)" + _EMPTY_EN,
    # Korean: right after what was found, or anywhere later in the clause
    "바로": r"HIT['\"]?" + _TIE_KO + r"\s*" + _NO_KO,
    "나중": r"HIT['\"]?[^,;⟦⟧]{0,34}?" + _NO_KO,
}
"""Ways of taking back that a rule can name in ``denied``."""

_ALWAYS = (
    # spoken Korean denies before the verb
    r"(?:못|안)\s?⟦",
    # a course, a paper, a name: spoken of, not offered
    (
        r"(?:HIT|⟧)\s*(?:관련\s*|분야\s*|입문\s*)?(?:논문|스터디|강의|수업|세미나|책|교재|교과서|학회|강좌|전공|교수|연구실|학과|석사|박사|과목|기사|"
        r"뉴스|용어|역사|정의|동아리|워크숍|특강|콘퍼런스|컨퍼런스|발표회|자격증|전문가|연구원|개발자|엔지니어|인력|채용|대회|이력)"
    ),
    r"(?:논문|스터디|강의|수업|세미나|교재|교과서|학회|강좌|전공|교수|학과|과목|뉴스|역사)(?:에서|은|는|이|가|의|에는)\s*(?:\S+\s+){0,3}?⟦",
    (
        r"\b(?:thesis|dissertation|lectures?|courses?|papers?|seminars?|books?|textbooks?|talks?|"
        r"meet-?ups?|workshops?|degree|class|chapter|"
        r"conference|professor|phd|history\s+of|podcast|article|blog|department|glossary|"
        r"definition)\b[^.;⟦⟧]{0,40}?⟦"
    ),
    (
        r"⟧[\s-]*(?:thesis|dissertation|lectures?|course|papers?|seminar|books?|textbook|talk|meet-?up|"
        r"workshop|degree|class|"
        r"chapter|conference|professor|phd|podcast|articles?|research\s+group|department|community|literature)\b"
    ),
    (
        r"⟧['\"]?\s*(?:\(\w+\)\s*)?(?:[\w\s]{0,30}\bstands\s+for|is\s+short\s+for|here\s+means|"
        r"is\s+an?\s+(?:branch|field|subfield|family|term)|"
        r"refers\s+to|is\s+(?:the\s+)?(?:initials|abbreviation))"
    ),
    r"⟧\S{0,3}\s*(?:무엇|뭔지|뭐예요|뭐야|어떤\s*(?:것|건)인지|이란|의\s*(?:뜻|의미|정의|역사|개념))",
    (
        r"⟦[^⟧]*⟧(?:.{0,20}(?:알파고|바둑|체스|아타리|게임을|비디오\s*게임)|.*\b(?:alphago|chess|atari|"
        r"the\s+game\s+of\s+go)\b)|^(?!.*(?:풀립|풀\s*수|해결|됩니다|드리)).*(?:알파고|alphago|atari|아타리).*⟦"
    ),
    # given up, or somebody else's
    r"HIT[^⟦⟧;]{0,40}?(?:뺐|접었|접기로|포기했|그만뒀|그만두|중단했|실패했|망했|안\s*됐|안\s*맞|안\s*쓰|안\s*씁|안\s*써|아니고\s)",
    (
        r"⟧[^;⟦]{0,50}?\b(?:decided\s+(?:against|to\s+leave|not|to\s+drop)|dropped|abandoned|gave\s+up|"
        r"parked|left\s+it|shelved)\b"
    ),
    (
        r"(?:다른|지난번|이전|예전|경쟁|타|전임)\s*(?:업체|회사|컨설턴트|벤더|담당|사가|사는)[^⟦⟧;]{0,30}?⟦.*⟧.{0,40}?"
        r"(?:다고|라고|라며|했|접|실패|더라|하네|하던)"
    ),
    (
        r"\b(?:other|another|previous|last|former|rival)\s+(?:vendor|supplier|consultant|company|firm|"
        r"team|provider)\b[^⟦⟧;]{0,50}?⟦"
    ),
    r"⟧.{0,24}?(?:나요|까요|까|냐|는지|은지|ㄴ지)['\"]?,?\s*(?:라고|이라고|고|하고|하며|라며)?\s*(?:\S+\s+){0,2}?(?:물|묻|여쭤|여쭈|문의|질문)",
    # a definition
    (
        r"^\W*(?:in|with)\s+⟦[^⟧]*⟧,?\s+(?:an?|the)\s+\w+\s+(?:learns?|is|tries|gets|"
        r"receives)\b(?!.*\b(?:your?|ours?|we)\b)"
    ),
    r"^\W*(?:in|with)\b[^⟦]{0,40}\ban?\s+\S+\s[^⟦]*⟦(?:learn|reward)(?!.*\b(?:your?|ours?|we)\b)",
    (
        r"^[^⟦]{0,40}⟦[^⟧]*⟧[^⟦]{0,6}\s+is\s+an?\s+(?:\w+\s+)?(?:method|technique|branch|type|form|kind|"
        r"way|family|field|area)\s+(?:of|in|where|by)\b"
        r"(?!.*\b(?:your?|ours?|we|best|right|perfect|ideal)\b)"
    ),
    (
        r"^(?!.*(?:귀사|고객|과제|딱|최적|최선|가장|유일|해결|우리|저희|맞는|알맞|좋은|확실|필요한|유망|드)).*⟦.*"
        r"(?:방법|기법|분야|방식|학습법|기술|개념|용어|알고리즘)(?:의\s*하나|\s*중\s*하나)?(?:입니다|이다|이에요|예요|[을를]\s*(?:말|뜻|가리))\S*\s*\.?\s*$"
    ),
    (
        r"\b(?:mistake|wrong|naive|error|misconception|illusion|myth|fallacy|misunderstanding|"
        r"dishonest)\s+(?:is\s+)?(?:to|that)\b[^;⟦]{0,60}⟦"
    ),
    r"^\W*promising\b[^⟦]*⟦(?!.*\bwe\b)",
    (
        r"⟧[^;⟦]{0,70}?\b(?:is|are|would\s+be|was)\s+(?:simply\s+|plainly\s+|just\s+)?(?:not\s+(?:allowed|"
        r"permitted|possible|serious|honest|"
        r"acceptable|how)|forbidden|prohibited|dishonest|irresponsible|out\s+of\s+the\s+question|"
        r"unprofessional|nonsense|impossible)\b"
    ),
    r"⟧[^⟦]{0,40}?(?:줄인\s*말|약자|약어|이니셜|성과\s*없이|소득\s*없이|실패로|실패했|무산|그쳤)",
    (
        r"⟧[^;⟦]{0,60}?\b(?:without\s+(?:a\s+|any\s+)?(?:result|success)|came\s+to\s+nothing|(?:had|"
        r"has)\s+failed|failed\s+to|didn't\s+(?:work|help))"
    ),
    # a promise of another day: "as promised", "약속드린 대로"
    r"\bas\s+(?:was\s+)?⟦|HIT\S{0,3}\s*대로",
    r"⟦확실⟧한\s*(?:방법|길|답)?\S?\s*(?:~|없)",
    # once believed, or said to be wrong
    r"\bused\s+to\s+(?:think|believe|say|assume)\b[^⟦⟧]{0,40}?⟦",
    r"⟧.{0,20}?(?:라지만|다지만|다더니|라더니|옛날\s*(?:얘기|이야기|말)|옛말|신화|미신|헛소리|거짓말|뻥)",
    (
        r"⟧[^;⟦]{0,60}?\b(?:walk(?:ed)?\s+away\s+from|stay\s+away|steer\s+clear|run\s+from|distrust|(?:i|"
        r"we)\s+(?:was|were)\s+wrong|"
        r"is\s+(?:a\s+lie|nonsense|rubbish|wishful|wrong|a\s+myth))\b"
    ),
    # named only to be asked about or turned down: "…? Not for this", "… 문의, 사양함"
    r"^\W*⟦[^⟧]*⟧\W*\?\W*$",
    r"HIT\S{0,2}\s*(?:도입\s*|적용\s*|활용\s*|관련\s*|가능\s*여부\s*)?(?:문의|질의|질문|거절|사양|기각|반려|제외|보류|불채택|배제)",
    # what others say or do: "anyone who promises you …", "…을 약속하는 곳은"
    (
        r"\b(?:anyone|anybody|whoever|someone|somebody|vendors?|competitors?|suppliers?|people|providers?|those|"
        r"salesm[ae]n|firms?|company|companies)\s+(?:\w+\s+)?(?:who|that|which|claim\w*|promis\w*|"
        r"say\w*)\b[^;]{0,60}?⟦"
    ),
    r"\b(?:anyone|anybody|whoever|someone|somebody|those)\s+(?:who|that)?\s*⟦",
    (
        r"HIT[^,;⟦⟧]{0,6}?(?:는|다는|라는|던|란)\s*(?:\S+\s+)?(?:곳|업체|회사|사람|경쟁사|광고|문구|소문|업자|컨설턴트|제안서)"
        r"(?:이|은|는|을|를|에|들|도|의|가|라면|마다)\S*\s"
    ),
    # what a client asks or says
    (
        r"(?:고객|의뢰인|의뢰\s*회사|상대방?|담당자)(?:이|가|은|는|사가|께서|님이|님께서|들이)\b.{0,60}?⟦.*⟧.{0,40}?"
        + _ASK_KO
    ),
    (
        r"HIT['\"]?[^⟦⟧]{0,30}?(?:냐고|느냐고|는지|은지|을지|ㄹ지|까요?['\"]?\s*(?:라고|하고)|지를?|지도)\s*(?:를\s*|"
        r"을\s*)?(?:누가\s*|자주\s*)?"
        r"(?:묻|물|여쭈|여쭤|질문|문의|확인|알아|따져|검토|궁금|모릅|모르|아직|알\s*수)"
    ),
    (
        r"\b(?:clients?|customers?|they|he|she|someone|somebody)\b[^.;⟦⟧]{0,30}?\b(?:asks?|asked|"
        r"asking|wants?|wanted|demands?|demanded"
        r"|expects?|expected|insists?|claims?|wonders?|hopes?|hoped|believes?)\b.*⟦"
    ),
    (
        r"\b(?:asks?|asked|asking|wonder(?:s|ed|ing)?|unclear|know|find\s+out|check|"
        r"see)\s+(?:\w+\s+)?(?:if|whether)\b.*⟦"
    ),
    (
        r"(?:HIT|⟧)[^⟦⟧]{0,24}?(?:기대|바라|원하|요구|믿|고집|주장|해\s*달라|달라|하자|쓰자)(?:하)?(?:는|던|시는|라는|"
        r"고\s*하는)\s*(?:고객|의뢰|사람|분|경우|상대)"
    ),
    (
        r"\b(?:wary|beware|careful|suspicious|distrust|sceptical|skeptical|doubtful|warn\w*|"
        r"watch\s+out|run\s+from)\b.*⟦"
    ),
    (
        r"HIT[^⟦⟧]{0,14}?(?:다는|라는)\s*(?:\S+\s+)?(?:기사|말|소문|광고|주장|이야기|얘기|글|의견|생각|믿음|제안).{0,40}?(?:않|없|"
        r"못|아닙|아니|거절|틀)"
    ),
    r"⟧.{0,30}?(?:조심|경계|주의|의심)(?:하|해|이|을)",
    (
        r"⟧.{0,24}?(?:\b(?:guess(?:work|ing)?|worthless|useless|nonsense|pointless|daydream|"
        r"wishful)\b|쓸모(?:가|는)?\s*없|무의미|의미(?:가|는)?\s*없|소용(?:이|은)?\s*없|헛)"
    ),
    # what must not be said
    r"\b(?:unsaid|never\s+to\s+say|not\s+to\s+(?:say|promise))\b.*⟦",
    (
        r"\b(?:never|not|n't|nobody|no[\s-]one|avoid|stop)\b\s*(?:\w+\s+){0,4}?(?:say|says|saying|"
        r"tell\w*|claim\w*|promise\w*|write|writing|state|suggest\w*|imply"
        r"|pretend\w*|believe|advertise)\b.*⟦"
    ),
    (
        r"\b(?:phrase|sentence|claim|word|words|promise|statement|wording|claims|phrases|"
        r"promises)s?\b[^⟦⟧]{0,30}?⟦.*⟧.{0,50}?\b(?:not|never|n't|forbidden|banned"
        r"|avoid\w*|deleted?|removed?|struck|wrong|misleading)\b"
    ),
    (
        r"HIT[^⟦⟧]{0,30}?(?:다고|라고|고|다는|라는|이란|는)\s*(?:\S+\s*){0,2}?(?:말|약속|쓰|적|단언|표현|광고|홍보|주장|설명|안내|"
        r"이야기|얘기|답|대답|문구|제안)\S{0,4}\s*(?:은|는|을|를|도)?\s*"
        r"(?:\S+\s*){0,2}?" + _NO_KO
    ),
)
_QUESTION_KO = r"⟧.{0,40}?(?:까|나|가|느냐|냐|죠|지|어|아|요)(?:요)?\s*\?"
_QUESTION_EN = (
    r"^\W*(?:(?:and|but|so|or)\s+)?(?:can|could|do|does|did|will|would|is|are|may|might|should|"
    r"has|have|what|how|who|which|when|if|where)\b(?!\s+about\b).*⟧.*\?"
)
_SUGGESTION = (
    r"\bwhy\s+(?:not|don't|doesn't)|\bhow\s+about|\bwhat\s+about|\b(?:shall|should|could|can|"
    r"may)\s+we\b|\blet's\b|\bwhat\s+if\b"
    r"|\bwould(?:n't|\s+not)\b|\b(?:isn't|aren't|don't|didn't|can't|couldn't|won't|wasn't)\b|"
    r"\bwho\s+(?:needs|says|doesn't)|\bwhat\s+could\b|\bdid\s+you\s+know|"
    r"\bhave\s+you\s+(?:ever\s+)?(?:considered|thought|tried)"
    r"|어떨까|어떠|어떻|어때|볼까|(?:적용|도입|사용|활용|시도|진행|시작)할까요|쓸까|시죠|좋지\s*않|되지\s*않|않을까|않나|않습니까|않겠|아닌가|아닐까|면\s*되|"
    r"아시나|아십|왜|누가|필요"
)


_DOUBLE = (
    r"\bno\s+reason\b[^;⟦]{0,60}(?:n't|\bnot)\b[^;⟦]{0,40}⟦|"
    r"⟧.{0,24}?(?:(?:못|안)\s*\S{1,6}[는을할될풀]|없는|없을|않는|않을|않고는|않고서는|않으면|아니면|아니고서는?|아니라면|못할|"
    r"못하는)\s+(?:\S+\s+)?\S*\s*"
    r"(?<!적이 )(?:없(?:습|어|다|죠|지|네|음|을)|않(?:습|아|는다)|아니(?:다|에|죠|야)|아닙|안\s*(?:됩|돼|되))"
    r"|⟧\s*(?:이|가|은|는)?\s*(?:없이는|없이\s*(?:안|불가|못|어렵)|밖에|아니면|아니고서|아니라면|(?:말고|외에)는?\s.{0,14}?(?:없|않|안\s*되))"
    r"|⟧.{0,12}?(?:배제|제외|거절|마다|포기|주저|망설|고민|거부|피)(?:할|하지\s*않을|일)\s*(?:이유|까닭|필요|수)(?:가|는|도)?\s*없"
    r"|\b(?:nothing|no\s+\w+|anything|little)\b.{0,60}?⟦[^⟧]*⟧\s*(?:\w+\s+)?(?:ca|could|wo|"
    r"would)?(?:n't|n?not)\b"
    r"|\b(?:shame|pity|mistake|foolish|silly|stupid|crazy|wrong|waste|reason|excuse|sense|point|"
    r"afford|why)\s+(?:in\s+)?not\s+(?:to\s+)?\w+"
    r"|(?:\bnot|n't|\bnever|\bcannot|\bno\s+way\s+to|\bimpossible\s+to|"
    r"\bhard\s+to)\s+(?:be\s+)?(?:rul\w+\s+out|exclud\w+|dismiss\w*|avoid\w*"
    r"|reject\w*|ignor\w+|underestimat\w+|do\s+without|manage\s+without|work\s+without|overlook\w*)"
    r"|\bnot\s+(?:un\w+|impossible|wrong|out\s+of\s+the\s+question)\b|\bn't\s+(?:impossible|"
    r"unrealistic|wrong|out\s+of\s+the\s+question|a\s+bad)"
)


_EMPTY = (
    r"(?:걱정|염려|신경)\S{0,3}\s*(?:마|말|놓|붙들|하지\s*마|쓰지\s*마)\S*|"
    r"(?:실패|실망|후회|주저|망설|걱정|염려|의심|부족|복잡|불안|아쉽|뒤지|뒤처지|늦|나쁘|어렵|힘들|멀|비싸|틀리|밀리|손색|모자라|지나치|막히|"
    r"두렵)\S{0,4}\s*(?:필요(?:가|는|도)?\s*|것(?:이|은)?\s*|여지(?:가|는|도)?\s*)?(?:없|않)"
    r"|(?:문제|걱정|염려|의심|하자|이견|의문|부작용|빈틈|탈|손해|무리)(?:가|이|는|은|도|될\s*것(?:이|은)?|될\s*게)?\s*(?:전혀\s*|"
    r"하나도\s*)?(?:되지\s*않|없)"
    r"|(?:방법|길|대안|선택지|답|도리|해법)(?:이|은|도)?\s*없|수\s*밖에\s*없|나위(?:가|도)?\s*없|틀림\s*없|다름\s*없|어김\s*없|(?:비용|"
    r"시간|라벨|사람|코딩)\S{0,2}\s*(?:\S+\s+)?(?:들지\s*않|필요\s*없|필요하지\s*않)"
    r"|\bno\s+(?:doubt|problem|question|worries|wonder|issue|trouble|brainer|longer|sweat)\b|"
    r"\b(?:without|beyond)\s+(?:a\s+|any\s+)?(?:doubt|question|hesitation|fail|exception|"
    r"problem)\b"
    r"|(?:\bnot|n't|\bnever|\bcannot)\s+(?:ever\s+)?(?:go\s+(?:far\s+)?wrong|disappoint|fail|"
    r"hesitate|worry|doubt|let\s+you\s+down|regret|be\s+disappointed|hard|difficult|"
    r"rocket\s+science|take\s+long)\b"
)


def takes_back(marked: str, denied: tuple[re.Pattern[str], ...] | list[re.Pattern[str]]) -> bool:
    """True if the sentence, in which ⟦ and ⟧ stand around the promise, makes none after all."""
    if compiled(_DOUBLE).search(marked):
        return False
    marked = compiled(_EMPTY).sub("~", marked) if not compiled(_EMPTY).fullmatch(marked) else marked
    if any(pattern.search(marked) for pattern in denied):
        return True
    if any(pattern.search(marked) for pattern in _always()):
        return True
    return bool(
        "?" in marked
        and not compiled(_SUGGESTION).search(marked)
        and (compiled(_QUESTION_KO).search(marked) or compiled(_QUESTION_EN).search(marked))
    )


def expand(denied: str) -> str:
    """An entry of ``denied`` as a regular expression over the marked sentence."""
    pattern = NAMED.get(denied, denied)
    return pattern.replace("IN_HIT", IN_HIT).replace("HIT", HIT)


@lru_cache(maxsize=1)
def _always() -> tuple[re.Pattern[str], ...]:
    return tuple(compiled(pattern.replace("HIT", HIT)) for pattern in _ALWAYS)
