"""ReLU at work: small tasks, each with a baseline that it has to beat; notebook 06.

    images      a convolutional network on the digits
    sound       vowels made from formants, recognised from their spectra
    arm         the inverse kinematics of an arm with two links
"""
