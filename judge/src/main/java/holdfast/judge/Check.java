package holdfast.judge;

/// One question that the judge puts to the evidence of one workspace.
interface Check {
    void weigh(Evidence evidence, BrokenPromises findings);
}
