<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en_US">
<context>
    <name>AdvicePanel</name>
    <message>
        <source>Verdict so far</source>
        <translation>지금까지의 판단</translation>
    </message>
    <message>
        <source>Fold the advice</source>
        <translation>조언 접기</translation>
    </message>
    <message>
        <source>Open a case: what its answers mean is shown here.</source>
        <translation>케이스를 열면 답에 따른 판단이 여기에 나옵니다.</translation>
    </message>
    <message>
        <source>Each answer of the interview brings it nearer.</source>
        <translation>인터뷰 질문에 답할수록 판단이 또렷해집니다.</translation>
    </message>
    <message>
        <source>Answer what helps most</source>
        <translation>가장 도움이 되는 질문에 답하기</translation>
    </message>
</context>
<context>
    <name>AmountCard</name>
    <message>
        <source>different contents</source>
        <translation>서로 다른 내용</translation>
    </message>
    <message>
        <source>Empty, or without a target</source>
        <translation>비었거나 정답 없음</translation>
    </message>
    <message>
        <source>Told from this sample, with 90 % certainty; the bar shows the sample alone.</source>
        <translation>이 샘플로 추정했습니다(신뢰도 90 %). 막대는 이 샘플만 나타냅니다.</translation>
    </message>
    <message>
        <source>Nothing was taken away: every one counts.</source>
        <translation>빠진 것이 없습니다. 모두 셀 수 있습니다.</translation>
    </message>
    <message>
        <source>They come from {origins} independent origins, told by {how}.</source>
        <translation>서로 독립된 출처는 {origins}곳입니다(기준: {how}).</translation>
    </message>
    <message>
        <source>frames of one video</source>
        <translation>한 영상의 장면</translation>
    </message>
    <message>
        <source>moments of taking</source>
        <translation>찍은 시각</translation>
    </message>
</context>
<context>
    <name>AmountField</name>
    <message>
        <source>e.g. {example}</source>
        <translation>예: {example}</translation>
    </message>
    <message>
        <source>Exact or estimated number of samples</source>
        <translation>정확한 또는 어림한 샘플 수</translation>
    </message>
    <message>
        <source>samples, if you know the number</source>
        <translation>건 (개수를 아는 경우)</translation>
    </message>
    <message>
        <source>Write a whole number such as 12,000, or choose a range below.</source>
        <translation>12,000 같은 수를 적거나 아래에서 범위를 고르세요.</translation>
    </message>
</context>
<context>
    <name>AnswerField</name>
    <message>
        <source>I don&apos;t know</source>
        <translation>모르겠습니다</translation>
    </message>
    <message>
        <source>It goes onto the list of what to ask the client.</source>
        <translation>고객에게 물어볼 목록에 넣습니다.</translation>
    </message>
</context>
<context>
    <name>AskCard</name>
    <message>
        <source>To ask the client</source>
        <translation>고객에게 물어볼 것</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>복사</translation>
    </message>
</context>
<context>
    <name>AuditView</name>
    <message>
        <source>Corrected by you: {count}</source>
        <translation>직접 고침: {count}</translation>
    </message>
    <message>
        <source>Not right?</source>
        <translation>잘못 보았나요?</translation>
    </message>
    <message>
        <source>Say what it really is</source>
        <translation>실제로 무엇인지 알려 주세요</translation>
    </message>
    <message>
        <source>different contents among {inputs} · {volume}</source>
        <translation>{inputs}건 가운데 서로 다른 내용 · {volume}</translation>
    </message>
    <message>
        <source>files that cannot be read</source>
        <translation>읽을 수 없는 파일</translation>
    </message>
    <message>
        <source>classes · {pairs} of {inputs} with an answer</source>
        <translation>가지 분류 · {inputs}건 중 {pairs}건에 정답 있음</translation>
    </message>
    <message>
        <source>pairs · without a partner: {inputs} inputs, {targets} targets</source>
        <translation>쌍 · 짝이 없는 것: 입력 {inputs}건, 정답 {targets}건</translation>
    </message>
    <message>
        <source>targets in a heap of their own, with no ties</source>
        <translation>따로 쌓여 있는 출력, 이어진 짝 없음</translation>
    </message>
    <message>
        <source>targets: there are inputs only</source>
        <translation>정답: 입력만 있습니다</translation>
    </message>
    <message>
        <source>form of the data</source>
        <translation>데이터 형태</translation>
    </message>
    <message>
        <source>different contents</source>
        <translation>서로 다른 내용</translation>
    </message>
    <message>
        <source>answers that belong to them</source>
        <translation>딸린 정답</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>이 메시지 닫기</translation>
    </message>
</context>
<context>
    <name>BookChanged</name>
    <message>
        <source>Close this message</source>
        <translation>이 메시지 닫기</translation>
    </message>
    <message>
        <source>What is different</source>
        <translation>달라진 점</translation>
    </message>
</context>
<context>
    <name>Budget</name>
    <message>
        <source>Training time</source>
        <translation>학습 시간</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>직접 입력</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>초</translation>
    </message>
    <message>
        <source>Own training time in seconds</source>
        <translation>직접 정한 학습 시간(초)</translation>
    </message>
</context>
<context>
    <name>CardSheet</name>
    <message>
        <source>Data it can learn from</source>
        <translation>배울 수 있는 데이터</translation>
    </message>
    <message>
        <source>One pair is</source>
        <translation>쌍 하나</translation>
    </message>
    <message>
        <source>Counted per</source>
        <translation>세는 단위</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>전처리</translation>
    </message>
    <message>
        <source>Headline result</source>
        <translation>알려진 성능</translation>
    </message>
    <message>
        <source>Risks</source>
        <translation>위험</translation>
    </message>
    <message>
        <source>Shape of the model</source>
        <translation>모델의 모양</translation>
    </message>
    <message>
        <source>Where it comes up</source>
        <translation>나오는 곳</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>됩니다</translation>
    </message>
    <message>
        <source>In part</source>
        <translation>일부 됩니다</translation>
    </message>
    <message>
        <source>No</source>
        <translation>안 됩니다</translation>
    </message>
    <message>
        <source>Can pairs be made from inputs alone?</source>
        <translation>입력만으로 쌍을 만들 수 있나요?</translation>
    </message>
    <message>
        <source>Recognising: many to one</source>
        <translation>인식: 여럿에서 하나로</translation>
    </message>
    <message>
        <source>Generating: one to many</source>
        <translation>생성: 하나에서 여럿으로</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>그림</translation>
    </message>
    <message>
        <source>Generative</source>
        <translation>생성 모델</translation>
    </message>
    <message>
        <source>People</source>
        <translation>사람</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>Tables and series</source>
        <translation>표와 시계열</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3차원</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>문서</translation>
    </message>
</context>
<context>
    <name>CaseSheet</name>
    <message>
        <source>Goal</source>
        <translation>목표</translation>
    </message>
    <message>
        <source>What is ultimately needed</source>
        <translation>결국 필요한 것</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>전처리</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>모델</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>알려진 사실</translation>
    </message>
    <message>
        <source>Risks</source>
        <translation>위험</translation>
    </message>
    <message>
        <source>Its system</source>
        <translation>해당 시스템</translation>
    </message>
    <message>
        <source>The client stage</source>
        <translation>고객 단계</translation>
    </message>
    <message>
        <source>Open a case, and its answers fill this stage.</source>
        <translation>케이스를 열면 그 답으로 이 단계가 채워집니다.</translation>
    </message>
    <message>
        <source>Of {total}: met {met}, not met {not_met}, not asked yet {open}.</source>
        <translation>모두 {total}개: 충족 {met}, 미충족 {not_met}, 아직 모름 {open}.</translation>
    </message>
    <message>
        <source>Met</source>
        <translation>충족</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>미충족</translation>
    </message>
    <message>
        <source>The client could not say: ask again</source>
        <translation>고객이 몰랐습니다. 다시 물어보세요</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>아직 묻지 않음</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>It takes: {values}</source>
        <translation>필요한 답: {values}</translation>
    </message>
</context>
<context>
    <name>ChapterSheet</name>
    <message>
        <source>Fires now</source>
        <translation>지금 해당</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>그 밖의 항목</translation>
    </message>
    <message>
        <source>In this chapter</source>
        <translation>이 장의 항목</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>쓰는 묶음</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>쓰지 않음</translation>
    </message>
    <message>
        <source>Press a cell to read its row.</source>
        <translation>칸을 누르면 그 규칙을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Lines of advice; every one that holds is given, in its order.</source>
        <translation>조언입니다. 조건이 맞는 것은 모두 순서대로 나옵니다.</translation>
    </message>
    <message>
        <source>What the interview asks, in its order, and which rules look at the answers.</source>
        <translation>인터뷰에서 묻는 순서대로, 그 답을 보는 규칙과 함께 모았습니다.</translation>
    </message>
    <message>
        <source>Form, amount and labels decide. Exactly one row holds in every cell.</source>
        <translation>데이터의 형태와 양, 라벨로 정해집니다. 칸마다 규칙이 꼭 하나씩 있습니다.</translation>
    </message>
    <message>
        <source>What later methods allow, beside the verdict and never instead of it.</source>
        <translation>이후에 나온 방법으로 할 수 있는 일입니다. 판단을 대신하지 않고 옆에 덧붙입니다.</translation>
    </message>
    <message>
        <source>What goes in and what comes out tells the kind of task and the shape of model.</source>
        <translation>무엇을 넣고 무엇을 얻는지를 보면 과제의 종류와 모델의 모양을 알 수 있습니다.</translation>
    </message>
    <message>
        <source>From how many samples on an amount counts as many, and what each task takes.</source>
        <translation>몇 개부터 많다고 보는지, 과제마다 얼마나 필요한지 모았습니다.</translation>
    </message>
    <message>
        <source>Promises nobody may make, and what to say instead.</source>
        <translation>누구도 해서는 안 되는 약속과, 대신 할 말입니다.</translation>
    </message>
    <message>
        <source>Every system: what goes in and out, which pairs it learns from, its risks.</source>
        <translation>시스템마다 무엇을 넣고 얻는지, 어떤 쌍으로 배우는지, 무엇이 위험한지 적었습니다.</translation>
    </message>
    <message>
        <source>The deck&apos;s cases; the answers of the open case fill their client stage.</source>
        <translation>교육 자료의 사례입니다. 열린 케이스의 답으로 고객 단계가 채워집니다.</translation>
    </message>
    <message>
        <source>To know, and to tell the client.</source>
        <translation>알아 두고 고객에게도 설명할 내용입니다.</translation>
    </message>
    <message>
        <source>Where every line comes from, and what cites it.</source>
        <translation>모든 문장의 출처와, 그 출처를 인용한 항목입니다.</translation>
    </message>
    <message>
        <source>Whose a rule is. A firm&apos;s own pack lies in a folder of the user&apos;s data.</source>
        <translation>규칙이 누구의 것인지 보여 줍니다. 회사의 규칙 묶음은 사용자 데이터 폴더에 둡니다.</translation>
    </message>
</context>
<context>
    <name>ChapterWords</name>
    <message>
        <source>Interview questions</source>
        <translation>인터뷰 질문</translation>
    </message>
    <message>
        <source>Verdict table</source>
        <translation>판단표</translation>
    </message>
    <message>
        <source>Today&apos;s table</source>
        <translation>오늘의 방법 표</translation>
    </message>
    <message>
        <source>Kinds of task</source>
        <translation>과제의 종류</translation>
    </message>
    <message>
        <source>How much is enough</source>
        <translation>필요한 데이터의 양</translation>
    </message>
    <message>
        <source>Never say</source>
        <translation>하면 안 되는 말</translation>
    </message>
    <message>
        <source>System cards</source>
        <translation>시스템 카드</translation>
    </message>
    <message>
        <source>The five cases</source>
        <translation>다섯 가지 사례</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>알아 둘 것</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Packs</source>
        <translation>규칙 묶음</translation>
    </message>
</context>
<context>
    <name>ChoiceCards</name>
    <message>
        <source>all {count} inputs</source>
        <translation>입력 {count}개 모두</translation>
    </message>
    <message>
        <source>{count} of {inputs} inputs</source>
        <translation>입력 {inputs}개 가운데 {count}개</translation>
    </message>
</context>
<context>
    <name>ChoiceRow</name>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>제외</translation>
    </message>
</context>
<context>
    <name>ChoiceRows</name>
    <message>
        <source>Find among {count} names</source>
        <translation>이름 {count}개에서 찾기</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count}개 더 보기</translation>
    </message>
</context>
<context>
    <name>Claims</name>
    <message>
        <source>{what}: an earlier sample said “{said}”, this one says “{found}”.</source>
        <translation>{what}: 앞선 샘플은 ‘{said}’, 이번 샘플은 ‘{found}’(이)라고 합니다.</translation>
    </message>
    <message>
        <source>{what}: the client says “{said}”, the sample says “{found}”.</source>
        <translation>{what}: 고객은 ‘{said}’, 샘플은 ‘{found}’(이)라고 합니다.</translation>
    </message>
</context>
<context>
    <name>ClassesCard</name>
    <message>
        <source>(empty)</source>
        <translation>(비어 있음)</translation>
    </message>
    <message>
        <source>Samples in each class</source>
        <translation>분류별 샘플 수</translation>
    </message>
    <message>
        <source>Show all {count} classes</source>
        <translation>분류 {count}가지 모두 보기</translation>
    </message>
    <message>
        <source>Show {count} more of {classes} classes</source>
        <translation>분류 {classes}개 가운데 {count}개 더 보기</translation>
    </message>
</context>
<context>
    <name>CompareGrid</name>
    <message>
        <source>Your guess</source>
        <translation>내 생각</translation>
    </message>
    <message>
        <source>What it takes</source>
        <translation>필요한 것</translation>
    </message>
    <message>
        <source>left open</source>
        <translation>비워 둠</translation>
    </message>
    <message>
        <source>right</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>not this one</source>
        <translation>이것이 아님</translation>
    </message>
</context>
<context>
    <name>CorrectionsView</name>
    <message>
        <source>Not right?</source>
        <translation>잘못 보았나요?</translation>
    </message>
    <message>
        <source>Close the corrections</source>
        <translation>고치기 닫기</translation>
    </message>
    <message>
        <source>Back to every guess</source>
        <translation>모두 추측대로</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The sample is looked at anew</source>
        <translation>샘플을 다시 살펴봅니다</translation>
    </message>
    <message>
        <source>Looking at the sample anew. What was found before stands until then.</source>
        <translation>샘플을 다시 살펴보고 있습니다. 끝날 때까지 앞의 결과를 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Press what is true: the sample is looked at anew, and Undo takes it back.</source>
        <translation>맞는 것을 누르세요. 샘플을 다시 살펴보며, 되돌리기로 무를 수 있습니다.</translation>
    </message>
    <message>
        <source>What the columns are</source>
        <translation>열의 쓰임</translation>
    </message>
    <message>
        <source>What the folders are</source>
        <translation>폴더의 쓰임</translation>
    </message>
    <message>
        <source>How partners are found</source>
        <translation>짝을 찾는 방법</translation>
    </message>
    <message>
        <source>How the text is stored</source>
        <translation>글자 저장 방식</translation>
    </message>
    <message>
        <source>Where the answers come from</source>
        <translation>정답을 가져오는 곳</translation>
    </message>
</context>
<context>
    <name>CountField</name>
    <message>
        <source>a whole number such as 1,200</source>
        <translation>1,200이나 1만 2천처럼 적은 개수</translation>
    </message>
    <message>
        <source>Write a whole number such as 120, or choose “I don&apos;t know”.</source>
        <translation>120 같은 수를 적거나 &apos;모르겠습니다&apos;를 고르세요.</translation>
    </message>
</context>
<context>
    <name>CoverageBar</name>
    <message>
        <source>Answers that decide: {known} of {all}</source>
        <translation>판단에 필요한 답 {known} / {all}</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>문제가 생겼습니다</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>자세한 내용</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>자세한 내용 복사</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속하기</translation>
    </message>
    <message>
        <source>Something went wrong in Jjak</source>
        <translation>Jjak에 문제가 생겼습니다</translation>
    </message>
    <message>
        <source>Your answers are saved. You can go on; if it happens again, copy the details and send them to whoever gave you Jjak. Nothing is sent by itself.</source>
        <translation>답은 저장되어 있으니 계속하셔도 됩니다. 또 생기면 자세한 내용을 복사해서 Jjak을 받은 곳에 보내 주세요. 저절로 전송되는 것은 없습니다.</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>What the sample says</source>
        <translation>샘플이 말해 주는 것</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>파일 선택…</translation>
    </message>
    <message>
        <source>Drop another</source>
        <translation>다른 것 놓기</translation>
    </message>
    <message>
        <source>Use the measured values</source>
        <translation>잰 값 쓰기</translation>
    </message>
    <message>
        <source>The sample is being looked at.</source>
        <translation>샘플을 살펴보고 있습니다.</translation>
    </message>
    <message>
        <source>Said and found differ; the report shows both</source>
        <translation>들은 것과 찾은 것이 다릅니다. 보고서에는 둘 다 나옵니다.</translation>
    </message>
    <message>
        <source>Drop a folder, an archive or a file</source>
        <translation>폴더, 압축 파일 또는 파일을 끌어다 놓으세요</translation>
    </message>
    <message>
        <source>Pictures, texts, tables, sound, video, 3D: as they lie about. Nothing leaves this computer.</source>
        <translation>그림, 글, 표, 소리, 영상, 3차원 모두 있는 그대로 놓으면 됩니다. 아무것도 이 컴퓨터를 떠나지 않습니다.</translation>
    </message>
    <message>
        <source>{count} things from different places were dropped. Put them into one folder; drop that.</source>
        <translation>서로 다른 곳에 있는 {count}개를 놓았습니다. 한 폴더에 모아 그 폴더를 놓으세요.</translation>
    </message>
    <message>
        <source>{count} things were dropped, but more lies beside them in “{folder}”.</source>
        <translation>{count}개를 놓았지만 ‘{folder}’ 폴더에는 다른 것도 함께 있습니다.</translation>
    </message>
    <message>
        <source>Put just these into a folder of their own and drop that, or take it all.</source>
        <translation>이것만 따로 폴더에 모아 놓거나, 폴더를 통째로 살펴보세요.</translation>
    </message>
    <message>
        <source>Look at the whole folder</source>
        <translation>폴더 전체 살펴보기</translation>
    </message>
    <message>
        <source>Looking at “{name}”</source>
        <translation>‘{name}’ 살펴보는 중</translation>
    </message>
    <message>
        <source>The sample is no longer where it lay.</source>
        <translation>샘플이 더 이상 그 자리에 없습니다.</translation>
    </message>
    <message>
        <source>A sample of the client&apos;s data</source>
        <translation>고객 데이터의 샘플</translation>
    </message>
    <message>
        <source>The sample is no longer where it lay</source>
        <translation>샘플이 있던 자리에 없습니다</translation>
    </message>
    <message>
        <source>What was found stays in the case. To look anew, or to train, choose the sample again.</source>
        <translation>찾은 내용은 케이스에 남아 있습니다. 다시 살펴보거나 학습하려면 샘플을 다시 골라 주세요.</translation>
    </message>
</context>
<context>
    <name>DataWords</name>
    <message>
        <source>several kinds</source>
        <translation>여러 종류</translation>
    </message>
    <message>
        <source>quite sure</source>
        <translation>거의 확실함</translation>
    </message>
    <message>
        <source>fairly sure</source>
        <translation>꽤 확실함</translation>
    </message>
    <message>
        <source>not sure: please check</source>
        <translation>불확실함: 확인해 주세요</translation>
    </message>
    <message>
        <source>inputs: {count}</source>
        <translation>입력 {count}개</translation>
    </message>
    <message>
        <source>with a target: {count}</source>
        <translation>정답 있음 {count}개</translation>
    </message>
    <message>
        <source>classes: {count}</source>
        <translation>분류 {count}가지</translation>
    </message>
    <message>
        <source>inputs without a target: {count}</source>
        <translation>정답 없는 입력 {count}개</translation>
    </message>
    <message>
        <source>targets without an input: {count}</source>
        <translation>입력 없는 정답 {count}개</translation>
    </message>
    <message>
        <source>Looking for files…</source>
        <translation>파일을 찾는 중…</translation>
    </message>
    <message>
        <source>Comparing what looks alike</source>
        <translation>비슷해 보이는 것을 비교하는 중</translation>
    </message>
    <message>
        <source>Reading the targets</source>
        <translation>정답을 읽는 중</translation>
    </message>
    <message>
        <source>Looking for near copies</source>
        <translation>거의 같은 복사본을 찾는 중</translation>
    </message>
    <message>
        <source>Looking for the same on other backgrounds</source>
        <translation>배경만 바꾼 것을 찾는 중</translation>
    </message>
    <message>
        <source>{done} files</source>
        <translation>파일 {done}개</translation>
    </message>
    <message>
        <source>{done} of {total} files</source>
        <translation>파일 {total}개 중 {done}개</translation>
    </message>
</context>
<context>
    <name>DeckCard</name>
    <message>
        <source>It doesn&apos;t say what is counted.</source>
        <translation>무엇을 세는지는 정하지 않은 기준입니다.</translation>
    </message>
    <message>
        <source>From {count} on: {volume}</source>
        <translation>{count}개부터: {volume}</translation>
    </message>
    <message>
        <source>Here: {volume}</source>
        <translation>지금: {volume}</translation>
    </message>
    <message>
        <source>Here: not known yet</source>
        <translation>지금: 아직 모름</translation>
    </message>
    <message>
        <source>Here: {count}, measured</source>
        <translation>지금: {count}개 (샘플에서 셈)</translation>
    </message>
    <message>
        <source>Here: {count}, as said</source>
        <translation>지금: {count}개 (들은 값)</translation>
    </message>
</context>
<context>
    <name>ExerciseCard</name>
    <message>
        <source>for the first time</source>
        <translation>처음 보는 카드</translation>
    </message>
    <message>
        <source>last time: knew it</source>
        <translation>지난번: 알았음</translation>
    </message>
    <message>
        <source>last time: in part</source>
        <translation>지난번: 일부만 앎</translation>
    </message>
    <message>
        <source>last time: not yet</source>
        <translation>지난번: 아직 모름</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>y</source>
        <translation>y</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>형태</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>The pairs it took</source>
        <translation>필요했던 쌍</translation>
    </message>
    <message>
        <source>Can they be made from inputs alone?</source>
        <translation>입력만으로 만들 수 있나요?</translation>
    </message>
    <message>
        <source>How much</source>
        <translation>얼마나</translation>
    </message>
    <message>
        <source>Preprocessing</source>
        <translation>전처리</translation>
    </message>
    <message>
        <source>What you would ask the client</source>
        <translation>내가 고객에게 물을 것</translation>
    </message>
    <message>
        <source>The client stage: what the interview asks, and what this case takes</source>
        <translation>고객 단계: 인터뷰에서 묻는 것과 이 사례에 필요한 답</translation>
    </message>
    <message>
        <source>System card</source>
        <translation>시스템 카드</translation>
    </message>
    <message>
        <source>The case in full</source>
        <translation>사례 전체</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>Read on in the rule book</source>
        <translation>규칙서에서 더 읽기</translation>
    </message>
</context>
<context>
    <name>ExplainWords</name>
    <message>
        <source>not known yet</source>
        <translation>아직 모름</translation>
    </message>
    <message>
        <source>{change} (a sample can tell)</source>
        <translation>{change} (샘플로 확인 가능)</translation>
    </message>
    <message>
        <source>{source} (our extension)</source>
        <translation>{source} (Jjak의 보충)</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>nearly done</source>
        <translation>거의 끝났습니다</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>약 {seconds}초 남음</translation>
    </message>
</context>
<context>
    <name>FindingCards</name>
    <message>
        <source>Label: {label}</source>
        <translation>라벨: {label}</translation>
    </message>
    <message>
        <source>Looks like: {label}</source>
        <translation>모습: {label}</translation>
    </message>
</context>
<context>
    <name>FindingChip</name>
    <message>
        <source>serious</source>
        <translation>심각</translation>
    </message>
    <message>
        <source>to be looked at</source>
        <translation>살펴볼 것</translation>
    </message>
    <message>
        <source>for your information</source>
        <translation>참고</translation>
    </message>
</context>
<context>
    <name>FindingView</name>
    <message>
        <source>Close (Esc)</source>
        <translation>닫기 (Esc)</translation>
    </message>
    <message>
        <source>The first {shown} of {count} are listed.</source>
        <translation>{count}개 중 처음 {shown}개를 보여 줍니다.</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count}개 더 보기</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>행</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>이유</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>샘플</translation>
    </message>
</context>
<context>
    <name>FindingsCard</name>
    <message>
        <source>Findings</source>
        <translation>찾은 문제</translation>
    </message>
    <message>
        <source>Nothing to find fault with</source>
        <translation>문제를 찾지 못했습니다</translation>
    </message>
</context>
<context>
    <name>FoundLine</name>
    <message>
        <source>Found in your sample: {value}</source>
        <translation>샘플에서 찾음: {value}</translation>
    </message>
    <message>
        <source>The sample says otherwise: {value}</source>
        <translation>샘플은 다르게 말합니다: {value}</translation>
    </message>
    <message>
        <source>The sample says the same: {value}</source>
        <translation>샘플도 같습니다: {value}</translation>
    </message>
    <message>
        <source>The sample itself holds: {value}</source>
        <translation>샘플 자체에 든 것: {value}</translation>
    </message>
    <message>
        <source>Use this</source>
        <translation>이 값 쓰기</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>확인</translation>
    </message>
</context>
<context>
    <name>FromWords</name>
    <message>
        <source>From the client&apos;s words: {value}</source>
        <translation>고객의 말에서: {value}</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>이 답 쓰기</translation>
    </message>
</context>
<context>
    <name>GuessFields</name>
    <message>
        <source>Paired</source>
        <translation>쌍 있음</translation>
    </message>
    <message>
        <source>Unpaired</source>
        <translation>쌍 없음</translation>
    </message>
    <message>
        <source>Inputs only</source>
        <translation>입력만</translation>
    </message>
    <message>
        <source>What goes in (X)?</source>
        <translation>무엇을 넣나요? (X)</translation>
    </message>
    <message>
        <source>What comes out (y)?</source>
        <translation>무엇이 나오나요? (y)</translation>
    </message>
    <message>
        <source>In which form must the data have been?</source>
        <translation>데이터는 어떤 형태였을까요?</translation>
    </message>
    <message>
        <source>What would you ask the client?</source>
        <translation>고객에게 무엇을 물어보겠습니까?</translation>
    </message>
    <message>
        <source>Your guess; it may stay empty</source>
        <translation>생각한 답을 적습니다. 비워 두어도 됩니다</translation>
    </message>
</context>
<context>
    <name>GuideCard</name>
    <message>
        <source>below the first mark</source>
        <translation>최소 미만</translation>
    </message>
    <message>
        <source>makes sense</source>
        <translation>최소 이상</translation>
    </message>
    <message>
        <source>as recommended</source>
        <translation>권장 이상</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>충분</translation>
    </message>
    <message>
        <source>Here: {count}</source>
        <translation>지금: {count}</translation>
    </message>
    <message>
        <source>makes sense from</source>
        <translation>최소</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>권장</translation>
    </message>
    <message>
        <source>{count} {unit}</source>
        <translation>{count} ({unit})</translation>
    </message>
    <message>
        <source>{source}, read {month}</source>
        <translation>{source}, {month}에 읽음</translation>
    </message>
</context>
<context>
    <name>GuideSheet</name>
    <message>
        <source>From {count} samples on</source>
        <translation>샘플 {count}개부터</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>데이터의 양</translation>
    </message>
    <message>
        <source>Counted per</source>
        <translation>세는 단위</translation>
    </message>
    <message>
        <source>Training makes sense</source>
        <translation>학습해 볼 만한 양</translation>
    </message>
    <message>
        <source>Usual recommendation</source>
        <translation>흔한 권장량</translation>
    </message>
    <message>
        <source>As good as it gets</source>
        <translation>더 늘려도 크게 나아지지 않는 양</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>참고</translation>
    </message>
    <message>
        <source>For these systems</source>
        <translation>해당 시스템</translation>
    </message>
    <message>
        <source>{count} or more</source>
        <translation>{count}개 이상</translation>
    </message>
    <message>
        <source>by {source}, read in {date}</source>
        <translation>{source}, {date}에 확인</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Open …</source>
        <translation>열기…</translation>
    </message>
    <message>
        <source>Close this case</source>
        <translation>이 케이스 닫기</translation>
    </message>
    <message>
        <source>Open the example</source>
        <translation>예시 열기</translation>
    </message>
    <message>
        <source>Continue the interview</source>
        <translation>인터뷰 계속하기</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>새 케이스</translation>
    </message>
    <message>
        <source>To the review</source>
        <translation>답 검토하기</translation>
    </message>
    <message>
        <source>The example is being made.</source>
        <translation>예시를 만들고 있습니다.</translation>
    </message>
    <message>
        <source>Only case files (.jjak) open here. To look at data, open a case and go to Data.</source>
        <translation>여기서는 케이스 파일(.jjak)만 열 수 있습니다. 데이터를 보려면 케이스를 연 뒤 ‘데이터’로 가세요.</translation>
    </message>
    <message>
        <source>Jjak cases (*.jjak)</source>
        <translation>Jjak 케이스 (*.jjak)</translation>
    </message>
    <message>
        <source>Open a case</source>
        <translation>케이스 열기</translation>
    </message>
    <message>
        <source>Not used because of faults: {packs}. Jjak advises without them.</source>
        <translation>잘못된 곳이 있어 쓰지 않는 규칙 묶음: {packs}. 이 묶음 없이 조언합니다.</translation>
    </message>
    <message>
        <source>See why</source>
        <translation>이유 보기</translation>
    </message>
    <message>
        <source>The example client&apos;s data is being made; it opens by itself in a moment.</source>
        <translation>예시 고객의 데이터를 만들고 있습니다. 잠시 뒤 저절로 열립니다.</translation>
    </message>
</context>
<context>
    <name>InterviewPage</name>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
    <message>
        <source>A note for yourself; it stands in the internal edition of the report.</source>
        <translation>나만 보는 메모입니다. 내부용 보고서에만 실립니다.</translation>
    </message>
    <message>
        <source>Note on this answer</source>
        <translation>이 답에 대한 메모</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Back to the review</source>
        <translation>검토로 돌아가기</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>To the review</source>
        <translation>답 검토하기</translation>
    </message>
    <message>
        <source>Skip for now</source>
        <translation>나중에 답하기</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
</context>
<context>
    <name>LabelsCard</name>
    <message>
        <source>What the labels are worth</source>
        <translation>라벨을 믿을 수 있는가</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>좋음</translation>
    </message>
    <message>
        <source>Repairable</source>
        <translation>규칙으로 정리 가능</translation>
    </message>
    <message>
        <source>Disordered</source>
        <translation>뒤죽박죽</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>알 수 없음</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>The sample is looked at anew</source>
        <translation>샘플을 다시 살펴보는 중</translation>
    </message>
    <message>
        <source>Show the doubtful labels ({count})</source>
        <translation>의심스러운 라벨 보기 ({count})</translation>
    </message>
    <message>
        <source>Hardly any label is wrong: at most {high} %.</source>
        <translation>틀린 라벨이 거의 없습니다. 많아야 {high} %입니다.</translation>
    </message>
    <message>
        <source>About {share} % of the labels are wrong ({low}–{high} %).</source>
        <translation>라벨의 약 {share} %가 틀렸습니다({low}–{high} %).</translation>
    </message>
    <message>
        <source>What can be seen doesn&apos;t tell the classes apart: at most {high} % of the labels are wrong.</source>
        <translation>보이는 것만으로는 분류가 잘 구별되지 않습니다. 틀린 라벨은 많아야 {high} %입니다.</translation>
    </message>
    <message>
        <source>From what can be seen it can&apos;t be told how many labels are wrong.</source>
        <translation>보이는 것만으로는 틀린 라벨이 얼마나 되는지 알 수 없습니다.</translation>
    </message>
    <message>
        <source>Told from {count} labelled samples.</source>
        <translation>라벨이 있는 샘플 {count}개로 판단했습니다.</translation>
    </message>
    <message>
        <source>The lines below would change {share} % of the labels; the files stay as they are.</source>
        <translation>아래 규칙을 따르면 라벨의 {share} %가 바뀝니다. 파일은 그대로 둡니다.</translation>
    </message>
    <message>
        <source>Accepted · press to take it back</source>
        <translation>적용함 · 다시 누르면 되돌립니다</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count}개 더 보기</translation>
    </message>
    <message>
        <source>Accept all {count}</source>
        <translation>{count}개 모두 적용</translation>
    </message>
</context>
<context>
    <name>LearningCurve</name>
    <message>
        <source>Curve of the training: loss and {metric} over seconds</source>
        <translation>학습 곡선: 시간에 따른 손실과 {metric}</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>손실</translation>
    </message>
    <message>
        <source>{metric}, on validation samples</source>
        <translation>{metric} (검증 샘플)</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>초</translation>
    </message>
</context>
<context>
    <name>LibrarySheet</name>
    <message>
        <source>checked</source>
        <translation>확인함</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>확인되지 않음</translation>
    </message>
    <message>
        <source>Paired: each input is tied to its answer</source>
        <translation>쌍 있음: 입력마다 정답이 묶여 있음</translation>
    </message>
    <message>
        <source>Unpaired: two heaps without ties</source>
        <translation>쌍 없음: 서로 묶이지 않은 두 더미</translation>
    </message>
    <message>
        <source>Inputs only</source>
        <translation>입력만</translation>
    </message>
</context>
<context>
    <name>LinkList</name>
    <message>
        <source>Show more: {count}</source>
        <translation>더 보기: {count}</translation>
    </message>
</context>
<context>
    <name>LookAgain</name>
    <message>
        <source>Please look again</source>
        <translation>다시 확인해 주세요</translation>
    </message>
    <message>
        <source>Changed since you answered: {names}</source>
        <translation>답한 뒤에 바뀐 것: {names}</translation>
    </message>
    <message>
        <source>A sample was opened since, and it says something else.</source>
        <translation>그 뒤에 연 샘플이 다르게 말합니다.</translation>
    </message>
    <message>
        <source>Something it depends on has changed since you answered.</source>
        <translation>이 답과 이어진 내용이 답한 뒤에 바뀌었습니다.</translation>
    </message>
    <message>
        <source>Still right</source>
        <translation>그대로 맞음</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>홈</translation>
    </message>
    <message>
        <source>Interview</source>
        <translation>인터뷰</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>Prototype</source>
        <translation>프로토타입</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Rule book</source>
        <translation>규칙서</translation>
    </message>
    <message>
        <source>Practice</source>
        <translation>연습</translation>
    </message>
    <message>
        <source>Open or make a case first</source>
        <translation>먼저 케이스를 열거나 만드세요</translation>
    </message>
    <message>
        <source>Shall it be stopped? What it has done so far is not kept.</source>
        <translation>멈출까요? 지금까지 한 일은 남지 않습니다.</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>멈추기</translation>
    </message>
    <message>
        <source>Let it run</source>
        <translation>계속 두기</translation>
    </message>
</context>
<context>
    <name>Matrix</name>
    <message>
        <source>Paired</source>
        <translation>쌍 있음</translation>
    </message>
    <message>
        <source>Unpaired</source>
        <translation>쌍 없음</translation>
    </message>
    <message>
        <source>Inputs only</source>
        <translation>입력만</translation>
    </message>
    <message>
        <source>Many</source>
        <translation>많음</translation>
    </message>
    <message>
        <source>Few</source>
        <translation>적음</translation>
    </message>
    <message>
        <source>Too few</source>
        <translation>부족</translation>
    </message>
    <message>
        <source>Decision table: form of the data by amount</source>
        <translation>판단표: 데이터 형태와 양</translation>
    </message>
</context>
<context>
    <name>MoreDataCard</name>
    <message>
        <source>Would more data help?</source>
        <translation>데이터가 더 있으면 나아질까요?</translation>
    </message>
    <message>
        <source>Trains on an eighth, a quarter, half and all of the sample, three times each, with equally many steps, and draws the curve on: about {seconds} s.</source>
        <translation>샘플의 8분의 1, 4분의 1, 절반, 전부로 세 번씩 같은 횟수만큼 학습해 보고 곡선을 이어 그립니다. 약 {seconds}초 걸립니다.</translation>
    </message>
    <message>
        <source>Measure it</source>
        <translation>재어 보기</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>다시 재기</translation>
    </message>
    <message>
        <source>{done} of {total} trainings</source>
        <translation>학습 {total}번 중 {done}번</translation>
    </message>
    <message>
        <source>Training on parts of the sample</source>
        <translation>샘플의 일부로 학습하는 중</translation>
    </message>
</context>
<context>
    <name>MoreDataCurve</name>
    <message>
        <source>{metric}, on validation samples</source>
        <translation>{metric} (검증 샘플)</translation>
    </message>
    <message>
        <source>{metric} over the number of samples to train on</source>
        <translation>학습 샘플 수에 따른 {metric}</translation>
    </message>
    <message>
        <source>samples to train on</source>
        <translation>학습 샘플 수</translation>
    </message>
</context>
<context>
    <name>NearlyBody</name>
    <message>
        <source>With another answer the book would also say:</source>
        <translation>답이 다르면 이것도 말하게 됩니다.</translation>
    </message>
    <message>
        <source>Go to this question</source>
        <translation>이 질문으로 가기</translation>
    </message>
</context>
<context>
    <name>NeverLine</name>
    <message>
        <source>Say instead: {sentence}</source>
        <translation>이렇게 말하세요: {sentence}</translation>
    </message>
</context>
<context>
    <name>NeverSaySheet</name>
    <message>
        <source>Never promise</source>
        <translation>약속하면 안 됨</translation>
    </message>
    <message>
        <source>Say instead</source>
        <translation>대신 할 말</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>까닭</translation>
    </message>
    <message>
        <source>Tempts most when</source>
        <translation>이럴 때 특히 조심하세요</translation>
    </message>
</context>
<context>
    <name>NewCaseDialog</name>
    <message>
        <source>New case</source>
        <translation>새 케이스</translation>
    </message>
    <message>
        <source>e.g. Sorting parts, Hansol Machinery</source>
        <translation>예: 부품 분류, 한솔기계</translation>
    </message>
    <message>
        <source>Another folder …</source>
        <translation>다른 폴더…</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>만들기</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Name of the case</source>
        <translation>케이스 이름</translation>
    </message>
    <message>
        <source>The client or the wish, so that you find it again.</source>
        <translation>고객이나 바라는 것을 적어 두면 나중에 찾기 쉽습니다.</translation>
    </message>
    <message>
        <source>Kept in this file</source>
        <translation>저장할 파일</translation>
    </message>
    <message>
        <source>Where to keep the case</source>
        <translation>케이스를 저장할 곳</translation>
    </message>
</context>
<context>
    <name>NoteSheet</name>
    <message>
        <source>Speaks of</source>
        <translation>관련 시스템</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>Client</source>
        <translation>고객</translation>
    </message>
    <message>
        <source>Who is it for? It stands on the report.</source>
        <translation>누구를 위한 것인가요? 보고서에 실립니다.</translation>
    </message>
    <message>
        <source>Begun on {date}</source>
        <translation>{date} 시작</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Look at it as it would leave the table, in either language.</source>
        <translation>건네 드릴 모습 그대로, 두 언어로 미리 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>미리 보기</translation>
    </message>
    <message>
        <source>{n} of {m} questions answered.</source>
        <translation>질문 {m}개 중 {n}개에 답했습니다.</translation>
    </message>
    <message>
        <source>To look at again: {n}.</source>
        <translation>다시 볼 것 {n}개.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>검토</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>계속하기</translation>
    </message>
    <message>
        <source>Interview</source>
        <translation>인터뷰</translation>
    </message>
    <message>
        <source>No sample yet. Measured beats claimed: ask for one.</source>
        <translation>아직 샘플이 없습니다. 들은 것보다 잰 것이 확실하니 샘플을 받아 보세요.</translation>
    </message>
    <message>
        <source>Choose a sample</source>
        <translation>샘플 고르기</translation>
    </message>
    <message>
        <source>{name}: {samples} samples, {effective} of them distinct and usable.</source>
        <translation>{name}: 샘플 {samples}건, 그중 서로 다르고 쓸 수 있는 것 {effective}건.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>None yet. A small model shows what the sample is good for.</source>
        <translation>아직 없습니다. 작은 모델로 이 샘플의 쓸모를 보여 줄 수 있습니다.</translation>
    </message>
    <message>
        <source>Try one</source>
        <translation>해 보기</translation>
    </message>
    <message>
        <source>Right on {model} % of new samples; the best simple rule: {baseline} %.</source>
        <translation>새 샘플에서 정확도 {model} %, 가장 나은 단순한 방법은 {baseline} %.</translation>
    </message>
    <message>
        <source>Prototype</source>
        <translation>프로토타입</translation>
    </message>
</context>
<context>
    <name>PackLine</name>
    <message>
        <source>Why? {rule}</source>
        <translation>왜? {rule}</translation>
    </message>
    <message>
        <source>Why: {line}</source>
        <translation>이유: {line}</translation>
    </message>
</context>
<context>
    <name>PackSheet</name>
    <message>
        <source>Not used</source>
        <translation>쓰지 않음</translation>
    </message>
    <message>
        <source>What keeps it out</source>
        <translation>쓰지 않는 까닭</translation>
    </message>
    <message>
        <source>Switched off in this case</source>
        <translation>이 케이스에서는 꺼짐</translation>
    </message>
    <message>
        <source>A case can do without it</source>
        <translation>케이스마다 끌 수 있음</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>무엇인가요</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>버전</translation>
    </message>
    <message>
        <source>Rules in the book</source>
        <translation>들어 있는 규칙 수</translation>
    </message>
    <message>
        <source>Leave it out of this case</source>
        <translation>이 케이스에서 끄기</translation>
    </message>
    <message>
        <source>Use it in this case again</source>
        <translation>이 케이스에서 다시 켜기</translation>
    </message>
</context>
<context>
    <name>PackSwitch</name>
    <message>
        <source>On</source>
        <translation>켬</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>끔</translation>
    </message>
    <message>
        <source>{pack}: on in this case</source>
        <translation>{pack}: 이 케이스에서 켬</translation>
    </message>
    <message>
        <source>{pack}: off in this case</source>
        <translation>{pack}: 이 케이스에서 끔</translation>
    </message>
    <message>
        <source>Leave it out of this case</source>
        <translation>이 케이스에서 끄기</translation>
    </message>
    <message>
        <source>Take it into this case</source>
        <translation>이 케이스에서 켜기</translation>
    </message>
</context>
<context>
    <name>PacksBody</name>
    <message>
        <source>{pack}: not used</source>
        <translation>{pack}: 쓰지 않음</translation>
    </message>
</context>
<context>
    <name>PartsCard</name>
    <message>
        <source>It holds {count} parts</source>
        <translation>{count}개 부분으로 이루어져 있습니다</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count}개 더 보기</translation>
    </message>
</context>
<context>
    <name>PracticePage</name>
    <message>
        <source>Practice</source>
        <translation>연습</translation>
    </message>
    <message>
        <source>What data must this service have needed? Guess, turn over, mark yourself.</source>
        <translation>이 서비스에는 어떤 데이터가 필요했을까요? 생각해 보고, 뒤집어 확인하고, 스스로 채점하세요.</translation>
    </message>
    <message>
        <source>The cards are being fetched …</source>
        <translation>카드를 가져오는 중입니다 …</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>처음부터 다시</translation>
    </message>
    <message>
        <source>Turn over</source>
        <translation>뒤집기</translation>
    </message>
    <message>
        <source>1  Knew it</source>
        <translation>1  알았음</translation>
    </message>
    <message>
        <source>2  In part</source>
        <translation>2  일부만</translation>
    </message>
    <message>
        <source>3  Not yet</source>
        <translation>3  아직 모름</translation>
    </message>
    <message>
        <source>Forget how far you have come, and begin anew?</source>
        <translation>지금까지의 기록을 지우고 처음부터 시작할까요?</translation>
    </message>
    <message>
        <source>The marks of every card are taken away. This can&apos;t be undone.</source>
        <translation>모든 카드의 채점이 지워지며 되돌릴 수 없습니다.</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>그대로 두기</translation>
    </message>
    <message>
        <source>This rule book has no cards to practise with.</source>
        <translation>이 규칙서에는 연습할 카드가 없습니다.</translation>
    </message>
</context>
<context>
    <name>Predictions</name>
    <message>
        <source>right</source>
        <translation>맞음</translation>
    </message>
    <message>
        <source>really: {truth}</source>
        <translation>실제: {truth}</translation>
    </message>
</context>
<context>
    <name>PrototypePage</name>
    <message>
        <source>Save the model</source>
        <translation>모델 저장</translation>
    </message>
    <message>
        <source>Prototype</source>
        <translation>프로토타입</translation>
    </message>
    <message>
        <source>First a sample</source>
        <translation>먼저 샘플이 필요합니다</translation>
    </message>
    <message>
        <source>A prototype learns from the client&apos;s sample. Drop it on the data page, then come back.</source>
        <translation>프로토타입은 고객의 샘플로 배웁니다. 데이터 페이지에 샘플을 놓은 뒤 돌아오세요.</translation>
    </message>
    <message>
        <source>Go to the data</source>
        <translation>데이터로 가기</translation>
    </message>
    <message>
        <source>Runs compared</source>
        <translation>학습 결과 견주기</translation>
    </message>
    <message>
        <source>A prototype is being trained.</source>
        <translation>프로토타입을 학습하고 있습니다.</translation>
    </message>
    <message>
        <source>Parts of the sample are being trained on.</source>
        <translation>샘플의 일부로 학습하고 있습니다.</translation>
    </message>
    <message>
        <source>The model is being tried.</source>
        <translation>모델을 시험하고 있습니다.</translation>
    </message>
    <message>
        <source>Train again</source>
        <translation>다시 학습</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>학습 시작</translation>
    </message>
    <message>
        <source>The model is saved: {path}</source>
        <translation>모델을 저장했습니다: {path}</translation>
    </message>
</context>
<context>
    <name>QuestionSheet</name>
    <message>
        <source>Decides the verdict</source>
        <translation>판단을 정하는 질문</translation>
    </message>
    <message>
        <source>The sample can answer it</source>
        <translation>샘플로 알 수 있음</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>답</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>예</translation>
    </message>
    <message>
        <source>Why we ask</source>
        <translation>왜 묻나요?</translation>
    </message>
    <message>
        <source>What goes to the client when nobody knows</source>
        <translation>모를 때 고객에게 물을 것</translation>
    </message>
    <message>
        <source>Asked when</source>
        <translation>묻는 조건</translation>
    </message>
    <message>
        <source>Rules that look at the answer</source>
        <translation>이 답을 보는 규칙</translation>
    </message>
    <message>
        <source>Not answered yet</source>
        <translation>아직 답하지 않음</translation>
    </message>
    <message>
        <source>In this case</source>
        <translation>이 케이스에서는</translation>
    </message>
    <message>
        <source>Go to the question</source>
        <translation>질문으로 가기</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Everything stays on this computer</source>
        <translation>모든 데이터는 이 컴퓨터에만 있습니다</translation>
    </message>
    <message>
        <source>The journey</source>
        <translation>진행 단계</translation>
    </message>
    <message>
        <source>open</source>
        <translation>아직</translation>
    </message>
    <message>
        <source>you are here</source>
        <translation>현재 위치</translation>
    </message>
    <message>
        <source>done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>look again</source>
        <translation>다시 볼 것</translation>
    </message>
</context>
<context>
    <name>ReadyCard</name>
    <message>
        <source>See what a prototype does</source>
        <translation>프로토타입이 하는 일 보기</translation>
    </message>
    <message>
        <source>A model that Jjak trained beforehand on examples of its own, run here and now on examples that it has not seen. All are drawn by code: none is the client&apos;s, and nothing is promised for the client&apos;s data.</source>
        <translation>짝이 자체 예시로 미리 학습해 둔 모델을, 처음 보는 예시에 지금 이 컴퓨터에서 돌린 결과입니다. 예시는 모두 코드로 그린 것으로 고객의 자료가 아니며, 고객의 자료에서도 이렇게 된다는 약속이 아닙니다.</translation>
    </message>
    <message>
        <source>The model is at work</source>
        <translation>모델이 돌아가는 중</translation>
    </message>
</context>
<context>
    <name>RecentRow</name>
    <message>
        <source>File not found</source>
        <translation>파일 없음</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>{name} 열기</translation>
    </message>
    <message>
        <source>Take off this list; the file stays</source>
        <translation>목록에서 빼기 (파일은 그대로)</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Report</source>
        <translation>보고서</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>판</translation>
    </message>
    <message>
        <source>For the client</source>
        <translation>고객용</translation>
    </message>
    <message>
        <source>Internal</source>
        <translation>내부용</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>언어</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>열기</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>폴더에서 보기</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>PDF로 저장…</translation>
    </message>
    <message>
        <source>{format}…</source>
        <translation>{format}…</translation>
    </message>
    <message>
        <source>Save as {format}</source>
        <translation>{format}(으)로 저장</translation>
    </message>
    <message>
        <source>Drawing the pages…</source>
        <translation>페이지를 그리는 중…</translation>
    </message>
    <message>
        <source>Page {page} of {pages}</source>
        <translation>{pages}쪽 중 {page}쪽</translation>
    </message>
    <message>
        <source>{pages} pages, as the PDF will look</source>
        <translation>{pages}쪽, PDF 모습 그대로</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>{name}(으)로 저장했습니다</translation>
    </message>
    <message>
        <source>For your own team: with what not to promise. Don&apos;t hand it to the client.</source>
        <translation>팀 내부용: 약속하면 안 되는 말이 들어 있습니다. 고객에게 전달하지 마세요.</translation>
    </message>
    <message>
        <source>To leave on the table: without the internal warnings.</source>
        <translation>고객에게 두고 올 보고서: 내부용 주의 사항은 빠집니다.</translation>
    </message>
    <message>
        <source>The interview is not complete; the report lists what is still open.</source>
        <translation>인터뷰가 아직 끝나지 않았습니다. 남은 질문은 보고서에 따로 나옵니다.</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>What was taken for what</source>
        <translation>무엇을 무엇으로 보았나</translation>
    </message>
    <message>
        <source>Rows: what it really is. Columns: what the model said. Test samples only. Click a cell to see its samples.</source>
        <translation>행은 실제, 열은 모델의 답입니다. 시험 샘플만 셉니다. 칸을 누르면 그 샘플을 볼 수 있습니다.</translation>
    </message>
    <message>
        <source>How it learned</source>
        <translation>배운 과정</translation>
    </message>
    <message>
        <source>Better than the simple way</source>
        <translation>단순한 방법보다 낫습니다</translation>
    </message>
    <message>
        <source>No better than the simple way</source>
        <translation>단순한 방법보다 낫다고 할 수 없습니다</translation>
    </message>
    <message>
        <source>Worse than the simple way</source>
        <translation>단순한 방법보다 못합니다</translation>
    </message>
    <message>
        <source>Difference: {value} (95 % interval {low} to {high}).</source>
        <translation>차이: {value} (95 % 구간 {low} ~ {high}).</translation>
    </message>
    <message>
        <source>Samples: {train} to train, {validation} to choose, {test} to test (never seen before).</source>
        <translation>샘플: 학습 {train}건, 선택 {validation}건, 테스트 {test}건(처음 보는 것).</translation>
    </message>
    <message>
        <source>So few test samples say little: judged {count} times, each with another split.</source>
        <translation>시험 샘플이 적어 우연에 흔들리므로, 나누기를 바꿔 {count}번 재었습니다.</translation>
    </message>
    <message>
        <source>{seconds} s of training, {steps} steps · {parameters} parameters · ONNX file {bytes}, {milliseconds} ms a sample here.</source>
        <translation>학습 {seconds}초, {steps}번 · 가중치 {parameters}개 · ONNX 파일 {bytes}, 여기서 한 건에 {milliseconds} ms.</translation>
    </message>
    <message>
        <source>Save model…</source>
        <translation>모델 저장…</translation>
    </message>
    <message>
        <source>What the model says, the wrong ones first</source>
        <translation>모델의 답, 틀린 것부터</translation>
    </message>
    <message>
        <source>Wrong ({count})</source>
        <translation>틀림 ({count})</translation>
    </message>
    <message>
        <source>All ({count})</source>
        <translation>전체 ({count})</translation>
    </message>
    <message>
        <source>{truth} taken for {said} ({count})</source>
        <translation>{truth} → {said} ({count})</translation>
    </message>
    <message>
        <source>None of the samples shown was taken for something else.</source>
        <translation>보이는 샘플 가운데 잘못 본 것이 없습니다.</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count}개 더 보기</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Review the answers</source>
        <translation>답 검토하기</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>이전</translation>
    </message>
    <message>
        <source>Open: {open}. To look at again: {again}. To ask the client: {unknown}.</source>
        <translation>답하지 않음 {open}개 · 다시 볼 것 {again}개 · 고객에게 물어볼 것 {unknown}개</translation>
    </message>
    <message>
        <source>To what is open</source>
        <translation>남은 질문으로</translation>
    </message>
    <message>
        <source>Everything is answered. To ask the client: {unknown}.</source>
        <translation>모두 답했습니다. 고객에게 물어볼 것 {unknown}개.</translation>
    </message>
    <message>
        <source>On to the data</source>
        <translation>데이터로 가기</translation>
    </message>
</context>
<context>
    <name>ReviewRow</name>
    <message>
        <source>Answer</source>
        <translation>답하기</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>바꾸기</translation>
    </message>
    <message>
        <source>Note: {note}</source>
        <translation>메모: {note}</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 볼 것</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>미답변</translation>
    </message>
    <message>
        <source>Ask the client</source>
        <translation>고객에게 질문</translation>
    </message>
    <message>
        <source>Sample differs</source>
        <translation>샘플과 다름</translation>
    </message>
    <message>
        <source>From the sample</source>
        <translation>샘플에서</translation>
    </message>
    <message>
        <source>You</source>
        <translation>직접 답함</translation>
    </message>
</context>
<context>
    <name>RowSheet</name>
    <message>
        <source>Holds when</source>
        <translation>조건</translation>
    </message>
    <message>
        <source>Because</source>
        <translation>까닭</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>다음 할 일</translation>
    </message>
    <message>
        <source>Before the start</source>
        <translation>시작하기 전에</translation>
    </message>
    <message>
        <source>Keep in mind</source>
        <translation>유의할 점</translation>
    </message>
    <message>
        <source>Question to ask</source>
        <translation>물어볼 것</translation>
    </message>
    <message>
        <source>For the consultant only</source>
        <translation>컨설턴트용</translation>
    </message>
    <message>
        <source>What can be done today</source>
        <translation>오늘 할 수 있는 일</translation>
    </message>
    <message>
        <source>What it takes</source>
        <translation>필요한 것</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>방향</translation>
    </message>
    <message>
        <source>Shape of the model</source>
        <translation>모델의 모양</translation>
    </message>
    <message>
        <source>Systems that fit</source>
        <translation>맞는 시스템</translation>
    </message>
    <message>
        <source>Recognising: many to one</source>
        <translation>인식: 여럿에서 하나로</translation>
    </message>
    <message>
        <source>Generating: one to many</source>
        <translation>생성: 하나에서 여럿으로</translation>
    </message>
    <message>
        <source>Holds from</source>
        <translation>시작일</translation>
    </message>
    <message>
        <source>Holds until</source>
        <translation>종료일</translation>
    </message>
    <message>
        <source>After that</source>
        <translation>그 뒤의 규칙</translation>
    </message>
</context>
<context>
    <name>RulebookPage</name>
    <message>
        <source>Rule book</source>
        <translation>규칙서</translation>
    </message>
    <message>
        <source>Search: words or an id</source>
        <translation>검색: 낱말이나 번호</translation>
    </message>
    <message>
        <source>Search the rule book</source>
        <translation>규칙서 검색</translation>
    </message>
    <message>
        <source>Chapters and entries</source>
        <translation>장과 항목</translation>
    </message>
    <message>
        <source>The entry in detail</source>
        <translation>항목 자세히</translation>
    </message>
    <message>
        <source>Back to the entry before</source>
        <translation>앞서 본 항목으로</translation>
    </message>
    <message>
        <source>The rule book is being read …</source>
        <translation>규칙서를 읽는 중입니다 …</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>버전 {version}</translation>
    </message>
    <message>
        <source>Fires now</source>
        <translation>지금 해당</translation>
    </message>
    <message>
        <source>Nothing fires yet</source>
        <translation>아직 해당하는 규칙이 없습니다</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>찾은 항목</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>찾은 항목이 없습니다</translation>
    </message>
    <message>
        <source>The first {most} of {count} found</source>
        <translation>찾은 {count}개 중 {most}개</translation>
    </message>
    <message>
        <source>Fires now: {count}</source>
        <translation>지금 해당: {count}</translation>
    </message>
    <message>
        <source>Open a case to see which rules hold for it</source>
        <translation>케이스를 열면 해당하는 규칙을 볼 수 있습니다</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>, {count} ×</source>
        <translation> {count}개</translation>
    </message>
    <message>
        <source>Take the label from {place}</source>
        <translation>라벨을 {place}에서 가져오기</translation>
    </message>
    <message>
        <source>{label} where {place} is “{value}”{times} → {becomes}</source>
        <translation>{place} “{value}”의 {label}{times} → {becomes}</translation>
    </message>
    <message>
        <source>written otherwise</source>
        <translation>표기만 다름</translation>
    </message>
    <message>
        <source>one and many</source>
        <translation>단수와 복수</translation>
    </message>
    <message>
        <source>a slip of the keyboard</source>
        <translation>오타</translation>
    </message>
    <message>
        <source>another language</source>
        <translation>다른 언어</translation>
    </message>
    <message>
        <source>the contents look the same</source>
        <translation>내용이 같아 보임</translation>
    </message>
    <message>
        <source>{share} % of the class is labelled so there</source>
        <translation>그곳에서는 이 분류의 {share} %가 이렇게 적혀 있음</translation>
    </message>
    <message>
        <source>{share} % of what was checked speaks for it</source>
        <translation>확인한 것의 {share} %가 뒷받침함</translation>
    </message>
    <message>
        <source>the month that the camera noted</source>
        <translation>카메라가 적은 촬영 달</translation>
    </message>
    <message>
        <source>the file name</source>
        <translation>파일 이름</translation>
    </message>
    <message>
        <source>the month in {place}</source>
        <translation>{place}에 적힌 달</translation>
    </message>
    <message>
        <source>folder level {place}</source>
        <translation>{place}단계 폴더</translation>
    </message>
    <message>
        <source>part {place} of the file name</source>
        <translation>파일 이름의 {place}번째 부분</translation>
    </message>
    <message>
        <source>part {place} from the end of the file name</source>
        <translation>파일 이름 뒤에서 {place}번째 부분</translation>
    </message>
</context>
<context>
    <name>RunTable</name>
    <message>
        <source>Prototype</source>
        <translation>프로토타입</translation>
    </message>
    <message>
        <source>Model (95 % interval)</source>
        <translation>모델 (95 % 구간)</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>최고</translation>
    </message>
    <message>
        <source>Simple way</source>
        <translation>단순한 방법</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>지표</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>학습</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>스텝</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Best simple way</source>
        <translation>가장 나은 단순한 방법</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>데이터</translation>
    </message>
    <message>
        <source>better</source>
        <translation>더 나음</translation>
    </message>
    <message>
        <source>no better</source>
        <translation>낫지 않음</translation>
    </message>
    <message>
        <source>worse</source>
        <translation>더 못함</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}초</translation>
    </message>
</context>
<context>
    <name>SaidLine</name>
    <message>
        <source>You said so</source>
        <translation>직접 고침</translation>
    </message>
    <message>
        <source>Back to the guess</source>
        <translation>추측대로</translation>
    </message>
</context>
<context>
    <name>SampleDrop</name>
    <message>
        <source>That is not a file of this computer: save it first, then drop the file itself.</source>
        <translation>이 컴퓨터에 있는 파일이 아닙니다. 먼저 저장한 뒤 그 파일을 놓아 주세요.</translation>
    </message>
    <message>
        <source>Drop one thing at a time: put the files into one folder and drop that.</source>
        <translation>한 번에 하나만 놓을 수 있습니다. 파일을 한 폴더에 모아 그 폴더를 놓아 주세요.</translation>
    </message>
</context>
<context>
    <name>SamplesCard</name>
    <message>
        <source>Input</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>정답</translation>
    </message>
    <message>
        <source>no target</source>
        <translation>정답 없음</translation>
    </message>
    <message>
        <source>The first samples</source>
        <translation>처음 몇 건</translation>
    </message>
    <message>
        <source>None of the samples can be shown here. The findings say why.</source>
        <translation>여기에 보여 드릴 수 있는 샘플이 없습니다. 까닭은 아래 점검 결과에 있습니다.</translation>
    </message>
    <message>
        <source>Show {count} more</source>
        <translation>{count}개 더 보기</translation>
    </message>
</context>
<context>
    <name>SectionCard</name>
    <message>
        <source>Open</source>
        <translation>답할 것 있음</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>진행 중</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>다시 볼 것</translation>
    </message>
</context>
<context>
    <name>Sections</name>
    <message>
        <source>Rule packs</source>
        <translation>규칙 묶음</translation>
    </message>
    <message>
        <source>Next steps</source>
        <translation>다음 할 일</translation>
    </message>
    <message>
        <source>Before the start</source>
        <translation>시작하기 전에</translation>
    </message>
    <message>
        <source>Keep in mind</source>
        <translation>유의할 점</translation>
    </message>
    <message>
        <source>Questions for the lawyers</source>
        <translation>법무 담당에게 물어볼 것</translation>
    </message>
    <message>
        <source>To be asked, not concluded</source>
        <translation>결론이 아니라 질문입니다</translation>
    </message>
    <message>
        <source>{task} · not the direction the client named</source>
        <translation>{task} · 고객이 말한 방향과 다름</translation>
    </message>
    <message>
        <source>Kind of task</source>
        <translation>어떤 일인가</translation>
    </message>
    <message>
        <source>How much it takes</source>
        <translation>얼마나 있어야 하나</translation>
    </message>
    <message>
        <source>guides: {count}</source>
        <translation>기준 {count}개</translation>
    </message>
    <message>
        <source>Never promise</source>
        <translation>약속하지 마세요</translation>
    </message>
    <message>
        <source>in use: {on} of {all}</source>
        <translation>{all}개 중 {on}개 사용</translation>
    </message>
    <message>
        <source>What would lead to a better verdict</source>
        <translation>판단이 나아지려면</translation>
    </message>
    <message>
        <source>What would decide</source>
        <translation>판단이 서려면</translation>
    </message>
    <message>
        <source>One answer away</source>
        <translation>답 하나로 달라질 것</translation>
    </message>
</context>
<context>
    <name>ShapeSheet</name>
    <message>
        <source>What it does</source>
        <translation>하는 일</translation>
    </message>
    <message>
        <source>Tasks and systems of this shape</source>
        <translation>이 모양의 과제와 시스템</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>✓ Fires now</source>
        <translation>✓ 지금 해당</translation>
    </message>
    <message>
        <source>Always, whatever the answers</source>
        <translation>답과 관계없이 언제나</translation>
    </message>
    <message>
        <source> or </source>
        <translation> 또는 </translation>
    </message>
    <message>
        <source>said</source>
        <translation>들은 것</translation>
    </message>
    <message>
        <source>found in the sample</source>
        <translation>샘플에서 찾음</translation>
    </message>
    <message>
        <source>follows from the answers</source>
        <translation>답에서 도출</translation>
    </message>
    <message>
        <source>Fires now, with these answers</source>
        <translation>지금 해당하는 까닭이 된 답</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>출처</translation>
    </message>
    <message>
        <source>met</source>
        <translation>충족</translation>
    </message>
    <message>
        <source>not met</source>
        <translation>미충족</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>아직 모름</translation>
    </message>
    <message>
        <source>{pack}: switched off in this case</source>
        <translation>{pack}: 이 케이스에서는 꺼짐</translation>
    </message>
    <message>
        <source>our extension</source>
        <translation>Jjak의 보충</translation>
    </message>
    <message>
        <source>makes sense</source>
        <translation>최소</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>권장</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>충분</translation>
    </message>
</context>
<context>
    <name>SkippedCard</name>
    <message>
        <source>Questions not asked</source>
        <translation>묻지 않은 질문</translation>
    </message>
    <message>
        <source>The other answers make them needless. They come by themselves when that changes.</source>
        <translation>다른 답 때문에 물을 필요가 없습니다. 답이 바뀌면 저절로 나옵니다.</translation>
    </message>
</context>
<context>
    <name>SkippedList</name>
    <message>
        <source>Asked only once it has been measured on the sample.</source>
        <translation>샘플로 재어 본 뒤에만 묻습니다.</translation>
    </message>
    <message>
        <source>Because of “{question}”: {now}. Asked only with: {values}.</source>
        <translation>&apos;{question}&apos;의 답: {now}. 이 답일 때만 묻습니다: {values}.</translation>
    </message>
</context>
<context>
    <name>Some</name>
    <message>
        <source>{count} more</source>
        <translation>{count}개 더</translation>
    </message>
</context>
<context>
    <name>SourceSheet</name>
    <message>
        <source>Our extension</source>
        <translation>Jjak의 보충</translation>
    </message>
    <message>
        <source>Source of the deck</source>
        <translation>교육 자료의 출처</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>내용</translation>
    </message>
    <message>
        <source>Read in</source>
        <translation>확인한 때</translation>
    </message>
    <message>
        <source>Cited by</source>
        <translation>인용한 항목</translation>
    </message>
    <message>
        <source>Practice cards that cite it</source>
        <translation>인용한 연습 카드</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>주소 복사</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>복사했습니다</translation>
    </message>
</context>
<context>
    <name>SpreadCard</name>
    <message>
        <source>Half of the test samples lie between {quarter} and {three_quarters} (in colour); the worst has {worst}.</source>
        <translation>시험 샘플의 절반은 {quarter}에서 {three_quarters} 사이이고(색칠한 부분), 가장 나쁜 것은 {worst}입니다.</translation>
    </message>
    <message>
        <source>On {share} of them the model is better than the simple way.</source>
        <translation>그 가운데 {share}에서 모델이 단순한 방법보다 낫습니다.</translation>
    </message>
    <message>
        <source>How it differs from sample to sample</source>
        <translation>샘플마다 얼마나 다른지</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>Why? {rule} · {pack}</source>
        <translation>왜? {rule} · {pack}</translation>
    </message>
    <message>
        <source>Why: {line}</source>
        <translation>이유: {line}</translation>
    </message>
</context>
<context>
    <name>SubjectList</name>
    <message>
        <source>All subjects</source>
        <translation>모든 주제</translation>
    </message>
    <message>
        <source>Vision</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>음성</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>글</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>문서</translation>
    </message>
    <message>
        <source>Forecasting</source>
        <translation>예측</translation>
    </message>
    <message>
        <source>Recommendation</source>
        <translation>추천</translation>
    </message>
    <message>
        <source>The five cases</source>
        <translation>다섯 가지 사례</translation>
    </message>
    <message>
        <source>How far you are</source>
        <translation>얼마나 했나요</translation>
    </message>
    <message>
        <source>{knew} of {total} known</source>
        <translation>{total}개 중 {knew}개 앎</translation>
    </message>
    <message>
        <source>in part {count}</source>
        <translation>일부 {count}</translation>
    </message>
    <message>
        <source>not yet {count}</source>
        <translation>아직 {count}</translation>
    </message>
</context>
<context>
    <name>SystemChips</name>
    <message>
        <source>Systems that fit, in the rule book</source>
        <translation>알맞은 시스템 (규칙서에서 읽기)</translation>
    </message>
</context>
<context>
    <name>SystemChoice</name>
    <message>
        <source>Which prototype</source>
        <translation>어떤 프로토타입</translation>
    </message>
    <message>
        <source>Learns from “{name}”: {inputs} samples, {classes} classes. Judged on samples that it has not seen ({metric}), beside a simple way: {baseline}.</source>
        <translation>‘{name}’의 샘플 {inputs}건, 분류 {classes}가지를 배웁니다. 처음 보는 샘플로 평가하고({metric}), 단순한 방법({baseline})과 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>Learns from “{name}”: {inputs} samples. Judged on samples that it has not seen ({metric}), beside a simple way: {baseline}.</source>
        <translation>‘{name}’의 샘플 {inputs}건으로 배웁니다. 처음 보는 샘플로 재고({metric}), 단순한 방법({baseline})과 나란히 보여 줍니다.</translation>
    </message>
    <message>
        <source>The sample holds: {kind}, laid out as: {layout}. Prototypes learn from data laid out as: {fitting}.</source>
        <translation>샘플에 든 것은 {kind}, 배치는 {layout}입니다. 프로토타입은 다음과 같이 놓인 데이터로 배웁니다: {fitting}.</translation>
    </message>
    <message>
        <source>No prototype for this sample yet</source>
        <translation>이 샘플에 맞는 프로토타입이 아직 없습니다</translation>
    </message>
</context>
<context>
    <name>TaskBody</name>
    <message>
        <source>Systems that fit, in the rule book</source>
        <translation>알맞은 시스템 (규칙서에서 읽기)</translation>
    </message>
    <message>
        <source>Recognising: many to one</source>
        <translation>인식: 여럿에서 하나로</translation>
    </message>
    <message>
        <source>Generating: one to many</source>
        <translation>생성: 하나에서 여럿으로</translation>
    </message>
    <message>
        <source>The client named the other direction: ask once more what is wanted.</source>
        <translation>고객은 반대 방향을 말했습니다. 무엇을 바라는지 다시 물어보세요.</translation>
    </message>
</context>
<context>
    <name>TextField</name>
    <message>
        <source>In the client&apos;s own words</source>
        <translation>고객이 말한 그대로</translation>
    </message>
</context>
<context>
    <name>TodayBody</name>
    <message>
        <source>If {facts}</source>
        <translation>{facts}일 때</translation>
    </message>
    <message>
        <source>Outlook: {verdict}</source>
        <translation>전망: {verdict}</translation>
    </message>
    <message>
        <source>It takes: {need}</source>
        <translation>필요한 것: {need}</translation>
    </message>
    <message>
        <source>How, and why? {rule}</source>
        <translation>어떻게, 왜? {rule}</translation>
    </message>
    <message>
        <source>How, and why: {line}</source>
        <translation>방법과 이유: {line}</translation>
    </message>
</context>
<context>
    <name>TodayCard</name>
    <message>
        <source>Beside it: {pack}</source>
        <translation>판단 옆에: {pack}</translation>
    </message>
    <message>
        <source>Left out of this case, here and in the report.</source>
        <translation>이 케이스에서는 여기에서도 보고서에서도 뺐습니다.</translation>
    </message>
    <message>
        <source>Once form and amount are known, what they add is shown here.</source>
        <translation>데이터의 형태와 양을 알면 덧붙일 것이 여기에 나옵니다.</translation>
    </message>
    <message>
        <source>The verdict above stays. Which of these holds depends on:</source>
        <translation>위의 판단은 그대로입니다. 아래 가운데 무엇인지는 조건에 달려 있습니다.</translation>
    </message>
    <message>
        <source>The verdict above stays; this stands beside it.</source>
        <translation>위의 판단은 그대로이고, 옆에 덧붙인 것입니다.</translation>
    </message>
</context>
<context>
    <name>ToldCard</name>
    <message>
        <source>How this was told</source>
        <translation>이렇게 본 근거</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>구성</translation>
    </message>
    <message>
        <source>In → out</source>
        <translation>입력 → 출력</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>확실한 정도</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>입력</translation>
    </message>
    <message>
        <source>With a target</source>
        <translation>정답 있는 입력</translation>
    </message>
    <message>
        <source>Inputs without a target</source>
        <translation>정답 없는 입력</translation>
    </message>
    <message>
        <source>Targets without an input</source>
        <translation>입력 없는 정답</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>분류</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>열</translation>
    </message>
    <message>
        <source>Samples that count (estimate)</source>
        <translation>실제로 셀 샘플 (어림)</translation>
    </message>
    <message>
        <source>training</source>
        <translation>학습용</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>검증용</translation>
    </message>
    <message>
        <source>test</source>
        <translation>평가용</translation>
    </message>
    <message>
        <source>Comes split</source>
        <translation>미리 나뉜 묶음</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Saved</source>
        <translation>저장됨</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>저장 중…</translation>
    </message>
    <message>
        <source>Jjak: to the start page</source>
        <translation>Jjak: 첫 페이지로</translation>
    </message>
    <message>
        <source>Name of the case</source>
        <translation>케이스 이름</translation>
    </message>
    <message>
        <source>Click to rename the case</source>
        <translation>누르면 케이스 이름을 바꿀 수 있습니다</translation>
    </message>
    <message>
        <source>Undo the last answer or change (Ctrl+Z)</source>
        <translation>마지막 답이나 변경 되돌리기 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>다시 하기 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>언어 바꾸기</translation>
    </message>
    <message>
        <source>Export report</source>
        <translation>보고서 내보내기</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>시스템 설정대로</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>라이트</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>다크</translation>
    </message>
    <message>
        <source>Choose the theme</source>
        <translation>테마 고르기</translation>
    </message>
</context>
<context>
    <name>TraceView</name>
    <message>
        <source>Used:</source>
        <translation>쓰인 사실:</translation>
    </message>
    <message>
        <source>our extension</source>
        <translation>Jjak의 보충</translation>
    </message>
    <message>
        <source>Rule {rule} of {pack}</source>
        <translation>규칙 {rule} ({pack})</translation>
    </message>
    <message>
        <source>said</source>
        <translation>들은 것</translation>
    </message>
    <message>
        <source>found in the sample</source>
        <translation>샘플에서 찾음</translation>
    </message>
    <message>
        <source>follows from the answers</source>
        <translation>답에서 도출</translation>
    </message>
</context>
<context>
    <name>TrainingView</name>
    <message>
        <source>{done} of {total} samples</source>
        <translation>샘플 {total}건 중 {done}건</translation>
    </message>
    <message>
        <source>Samples it does not learn from, as it sees them now</source>
        <translation>학습에 쓰지 않는 샘플을 지금 모델이 보는 모습</translation>
    </message>
    <message>
        <source>{metric} {value} on validation samples</source>
        <translation>검증 샘플에서 {metric} {value}</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>멈추는 중</translation>
    </message>
    <message>
        <source>Finishing with the best model so far</source>
        <translation>지금까지 가장 좋은 모델로 마치는 중</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>{steps}스텝 중 {step}스텝</translation>
    </message>
</context>
<context>
    <name>TryModel</name>
    <message>
        <source>Running the model</source>
        <translation>모델 실행 중</translation>
    </message>
    <message>
        <source>Choose folder…</source>
        <translation>폴더 선택…</translation>
    </message>
    <message>
        <source>Try it on data of your own</source>
        <translation>가진 데이터로 직접 해 보기</translation>
    </message>
    <message>
        <source>Drop files, a folder or a zip of the same kind</source>
        <translation>같은 종류의 파일, 폴더, 압축 파일을 놓으세요</translation>
    </message>
    <message>
        <source>Marked: samples that the model learned from as “{fitted}”, others as “{new}”.</source>
        <translation>모델이 배운 샘플은 ‘{fitted}’, 나머지는 ‘{new}’로 표시합니다.</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>파일 고르기…</translation>
    </message>
    <message>
        <source>{done} of {total} samples</source>
        <translation>샘플 {total}건 중 {done}건</translation>
    </message>
    <message>
        <source>{count} samples looked at.</source>
        <translation>샘플 {count}건을 보았습니다.</translation>
    </message>
    <message>
        <source>The first {count} are shown.</source>
        <translation>처음 {count}장을 보여 줍니다.</translation>
    </message>
    <message>
        <source>Not read: {files}</source>
        <translation>읽지 못함: {files}</translation>
    </message>
</context>
<context>
    <name>VerdictReason</name>
    <message>
        <source>Why? {rule}</source>
        <translation>왜? {rule}</translation>
    </message>
    <message>
        <source>Why this verdict, rule {rule}</source>
        <translation>이렇게 판단한 이유, 규칙 {rule}</translation>
    </message>
    <message>
        <source>From the answers: {facts}</source>
        <translation>판단에 쓴 답: {facts}</translation>
    </message>
    <message>
        <source>Source: {sources}</source>
        <translation>출처: {sources}</translation>
    </message>
</context>
<context>
    <name>VolumeBody</name>
    <message>
        <source>Per unit, by those who train such models</source>
        <translation>이런 모델을 가르치는 쪽의 단위별 기준</translation>
    </message>
    <message>
        <source>Count the scarcest kind</source>
        <translation>가장 적은 종류 세기</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>What can the client&apos;s data become?</source>
        <translation>고객의 데이터로 무엇을 할 수 있을까요?</translation>
    </message>
    <message>
        <source>Jjak goes with you through the first meeting, from the wish to an honest report.</source>
        <translation>Jjak은 첫 상담을 함께합니다. 고객의 바람에서 정직한 보고서까지.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>묻기</translation>
    </message>
    <message>
        <source>One question at a time, with the reason why. “I don&apos;t know” is an answer too.</source>
        <translation>한 번에 한 가지씩, 묻는 이유와 함께 묻습니다. ‘모르겠습니다’도 답입니다.</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>살펴보기</translation>
    </message>
    <message>
        <source>Drop a sample: Jjak counts, compares and says what is really in it.</source>
        <translation>샘플을 끌어다 놓으면 세고 견주어 실제로 무엇이 들었는지 말해 줍니다.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>보여 주기</translation>
    </message>
    <message>
        <source>Train a small model on the spot, and leave a report that promises nothing false.</source>
        <translation>그 자리에서 작은 모델을 학습하고, 헛된 약속이 없는 보고서를 남깁니다.</translation>
    </message>
    <message>
        <source>Recent cases</source>
        <translation>최근 케이스</translation>
    </message>
    <message>
        <source>No case yet</source>
        <translation>아직 케이스가 없습니다</translation>
    </message>
    <message>
        <source>Make a new one for your next meeting, or open the example to look around. A case file (.jjak) can also be dropped here.</source>
        <translation>다음 상담을 위해 새로 만들거나, 예시를 열어 둘러보세요. 케이스 파일(.jjak)을 여기에 끌어다 놓아도 됩니다.</translation>
    </message>
</context>
<context>
    <name>WhyAsked</name>
    <message>
        <source>Why we ask</source>
        <translation>왜 묻나요?</translation>
    </message>
    <message>
        <source>Asked because: {reasons}</source>
        <translation>이 답 때문에 묻습니다: {reasons}</translation>
    </message>
    <message>
        <source>Rules that use the answer: {count}</source>
        <translation>이 답을 쓰는 규칙 {count}개</translation>
    </message>
    <message>
        <source>No rule uses the answer; it goes into the report</source>
        <translation>이 답을 쓰는 규칙은 없고, 보고서에 들어갑니다</translation>
    </message>
    <message>
        <source>Read it in the rule book</source>
        <translation>규칙서에서 읽기</translation>
    </message>
</context>
<context>
    <name>WorkStrip</name>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Finish now</source>
        <translation>지금 마치기</translation>
    </message>
    <message>
        <source>Stop here and keep the best model so far</source>
        <translation>여기서 멈추고 지금까지 가장 좋은 모델을 남깁니다</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>Unfold the advice: {verdict}</source>
        <translation>조언 펼치기: {verdict}</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>Prepare</source>
        <translation>준비</translation>
    </message>
    <message>
        <source>Push back</source>
        <translation>되묻기</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>미정</translation>
    </message>
</context>
</TS>
